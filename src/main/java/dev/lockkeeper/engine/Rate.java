package dev.lockkeeper.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Rows a second over the last seconds, and the time left as a range between the fastest and the slowest recent pace. Says nothing
 * before it has measured for five seconds: a made-up number is worse than none.
 */
final class Rate {

    private static final Duration WINDOW = Duration.ofSeconds(10);
    private static final Duration WARM_UP = Duration.ofSeconds(5);

    private final Deque<Sample> samples = new ArrayDeque<>();

    /** @param low and @param high seconds left */
    record Eta(long low, long high) {}

    private record Sample(Instant at, long rows) {}

    void sample(Instant at, long rows) {
        samples.addLast(new Sample(at, rows));
        while (samples.size() > 2 && samples.getFirst().at().isBefore(at.minus(WINDOW.multipliedBy(3)))) {
            samples.removeFirst();
        }
    }

    void forget() {
        samples.clear();
    }

    /** Rows a second over the last ten seconds; 0 before the second sample. */
    double now() {
        if (samples.size() < 2) {
            return 0;
        }
        Sample last = samples.getLast();
        Sample first = samples.stream()
                .filter(sample -> !sample.at().isBefore(last.at().minus(WINDOW)))
                .findFirst()
                .orElse(last);
        return between(first, last);
    }

    /** Empty while measuring, or when nothing moves. */
    Optional<Eta> eta(long rowsLeft) {
        if (samples.size() < 3
                || Duration.between(samples.getFirst().at(), samples.getLast().at())
                                .compareTo(WARM_UP)
                        < 0) {
            return Optional.empty();
        }
        double recent = now();
        double whole = between(samples.getFirst(), samples.getLast());
        if (recent <= 0 || whole <= 0) {
            return Optional.empty();
        }
        double fast = Math.max(recent, whole) * 1.1;
        double slow = Math.min(recent, whole) * 0.9;
        return Optional.of(new Eta((long) (rowsLeft / fast), (long) Math.ceil(rowsLeft / slow)));
    }

    private static double between(Sample first, Sample last) {
        long millis = Duration.between(first.at(), last.at()).toMillis();
        return millis <= 0 ? 0 : (last.rows() - first.rows()) * 1000.0 / millis;
    }
}
