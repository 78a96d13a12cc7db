package dev.lockkeeper.measure;

import java.time.Duration;

/** @param at of {@link System#nanoTime} */
record Deadline(long at) {

    static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    /** @throws NotMeasured when it is over */
    void check() {
        if (System.nanoTime() - at > 0) {
            throw new NotMeasured("measuring the plan took too long");
        }
    }
}
