package dev.lockkeeper.bench;

import java.time.Duration;

/** The time that a part may take. The first round is always made; a further one only when as long a one would still fit. */
final class Slice {

    private final long beganNanos = System.nanoTime();
    private final Duration limit;

    Slice(Duration limit) {
        this.limit = limit;
    }

    /** The whole of it, for parts that divide it themselves. */
    Duration limit() {
        return limit;
    }

    boolean hasTimeForRound(int done) {
        long soFar = System.nanoTime() - beganNanos;
        return done == 0 || soFar + soFar / done <= limit.toNanos();
    }
}
