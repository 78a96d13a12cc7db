package dev.lockkeeper.target.mysql;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Rows written per second, from the counters of {@code performance_schema} between two looks; null where it is off, as on MariaDB unless
 * somebody turned it on. In memory: after a restart the second look is the first with an answer.
 */
final class WriteRates {

    private static final Duration LEAST = Duration.ofSeconds(2);

    private static final String WRITTEN =
            """
            select count_insert + count_update + count_delete from performance_schema.table_io_waits_summary_by_table
             where object_type = 'TABLE' and object_schema = %s and object_name = %s
            """;

    private final Map<Table, Look> looks = new ConcurrentHashMap<>();
    private final Clock clock;

    WriteRates(Clock clock) {
        this.clock = clock;
    }

    private record Table(long target, String schema, String name) {}

    private record Look(Instant at, long written, @Nullable Double rate) {}

    @Nullable
    Double look(Asking asking, long target, String schema, String name) {
        List<Long> written = asking.listIfAllowed(
                        "reading how much is written",
                        WRITTEN.formatted(Quoting.literal(schema), Quoting.literal(name)),
                        row -> row.getLong(1))
                .orElse(List.of());
        if (written.isEmpty()) {
            return null;
        }
        Instant now = clock.instant();
        return looks.compute(new Table(target, schema, name), (key, before) -> next(before, now, written.getFirst()))
                .rate();
    }

    private static Look next(@Nullable Look before, Instant now, long written) {
        if (before == null || written < before.written()) {
            return new Look(now, written, null);
        }
        Duration passed = Duration.between(before.at(), now);
        return passed.compareTo(LEAST) < 0
                ? before
                : new Look(now, written, (written - before.written()) * 1000.0 / passed.toMillis());
    }
}
