package dev.lockkeeper.security;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Failures by key. So many are free, each further one doubles the wait, from two seconds up to the longest. At most ten thousand keys are
 * kept; of more, the one whose last failure is the longest ago goes.
 */
final class Delays {

    private static final int MOST_ENTRIES = 10_000;

    /** Since when an entry is old: its last failure, or its first, so that many who each fail once a while do not add up for ever. */
    enum Since {
        LAST,
        FIRST
    }

    private record Failures(int count, Instant first, Instant last) {}

    private final Clock clock;
    private final int free;
    private final Duration longest;
    private final Duration kept;
    private final Since since;
    private final Map<String, Failures> entries = new LinkedHashMap<>();

    /** @param kept after that an entry is forgotten */
    Delays(Clock clock, int free, Duration longest, Duration kept, Since since) {
        this.clock = clock;
        this.free = free;
        this.longest = longest;
        this.kept = kept;
        this.since = since;
    }

    /** Zero when it may be tried now. */
    Duration wait(String key) {
        Failures failures = entries.get(key);
        if (failures == null || failures.count() < free || isOld(failures)) {
            return Duration.ZERO;
        }
        Duration left = Duration.between(clock.instant(), failures.last().plus(delay(failures.count())));
        return left.isNegative() ? Duration.ZERO : left;
    }

    void failed(String key) {
        Failures before = entries.remove(key);
        Instant now = clock.instant();
        entries.put(
                key,
                before == null || isOld(before)
                        ? new Failures(1, now, now)
                        : new Failures(before.count() + 1, before.first(), now));
        if (entries.size() > MOST_ENTRIES) {
            // The order is that of the last failure.
            entries.remove(entries.keySet().iterator().next());
        }
    }

    /** One that was counted was none. Only that one: a success does not pay for the guesses of others. */
    void takeBack(String key) {
        entries.computeIfPresent(
                key,
                (same, failures) -> failures.count() <= 1
                        ? null
                        : new Failures(failures.count() - 1, failures.first(), failures.last()));
    }

    void forget(String key) {
        entries.remove(key);
    }

    private boolean isOld(Failures failures) {
        Instant from = since == Since.LAST ? failures.last() : failures.first();
        return from.plus(kept).isBefore(clock.instant());
    }

    private Duration delay(int count) {
        Duration delay = Duration.ofSeconds(1L << Math.min(count - free + 1, 20));
        return delay.compareTo(longest) > 0 ? longest : delay;
    }
}
