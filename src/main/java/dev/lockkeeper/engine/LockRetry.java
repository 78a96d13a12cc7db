package dev.lockkeeper.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * When to ask for a lock again: pauses of 1, 2, 4 … 30 s, each spread by half, until the patience is used up. A short time-out alone would
 * only move the queue; it is the pause that lets the application through.
 */
final class LockRetry {

    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final Instant giveUpAt;
    private final RandomGenerator random;
    private int attempts;

    LockRetry(Instant now, Duration patience, RandomGenerator random) {
        this.giveUpAt = now.plus(patience);
        this.random = random;
    }

    int attempts() {
        return attempts;
    }

    /** How long to wait after another failed attempt; empty when it is time to give up. */
    Optional<Duration> failed(Instant now) {
        attempts++;
        long full = Math.min(LONGEST.toMillis(), FIRST.toMillis() << Math.min(attempts - 1, 10));
        Duration pause = Duration.ofMillis(full / 2 + random.nextLong(full / 2 + 1));
        return now.plus(pause).isAfter(giveUpAt) ? Optional.empty() : Optional.of(pause);
    }
}
