package dev.lockkeeper.target.postgres;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Rows written, or reads, per second, measured from the server's counters between two looks. In memory: after a restart the second look is the
 * first with an answer.
 */
final class WriteRates {

    /** The server publishes its counters about once a second; a shorter distance would divide by noise. */
    private static final Duration LEAST = Duration.ofSeconds(2);

    private final Map<Table, Look> looks = new ConcurrentHashMap<>();
    private final Clock clock;

    WriteRates(Clock clock) {
        this.clock = clock;
    }

    /** @param oid of the table in the target's database; its negative for reads of it */
    record Table(long target, long oid) {}

    private record Look(Instant at, long written, @Nullable Double rate) {}

    /**
     * @param written rows inserted, updated and deleted so far
     * @return rows a second since the look before, null at the first or when the counters were reset
     */
    @Nullable
    Double look(Table table, long written) {
        Instant now = clock.instant();
        Look look = looks.compute(table, (key, before) -> next(before, now, written));
        return look.rate();
    }

    private static Look next(@Nullable Look before, Instant now, long written) {
        if (before == null || written < before.written()) {
            return new Look(now, written, null);
        }
        Duration passed = Duration.between(before.at(), now);
        if (passed.compareTo(LEAST) < 0) {
            return before;
        }
        return new Look(now, written, (written - before.written()) * 1000.0 / passed.toMillis());
    }
}
