package dev.lockkeeper.api;

import dev.lockkeeper.run.BackfillProgress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Progress of a walk over rows on the wire. What is unknown is left out.
 *
 * @param rate rows looked at per second
 * @param eta the time left at most, ISO 8601
 * @param etaLow the time left at least
 * @param chunk rows of the next chunk
 * @param chunkMillis 90th percentile of the last ten chunks
 */
record RunsApiBackfill(
        @Nullable String step,
        @Nullable String kind,
        @Nullable String table,
        long rowsDone,
        long rowsWritten,
        @Nullable Long rowsTotal,
        double rate,
        @Nullable String eta,
        @Nullable String etaLow,
        List<LaneJson> lanes,
        int chunk,
        @Nullable Long chunkMillis,
        ThrottleJson throttle,
        @Nullable Instant updatedAt) {

    /** @param verdict {@code go}, {@code slow} or {@code stop} */
    record ThrottleJson(String verdict, @Nullable String reason, @Nullable Instant heldSince) {}

    /** @param lo the key after which it begins, @param hi the last one, @param cursor the last one that is done */
    record LaneJson(
            int lane,
            @Nullable String lo,
            @Nullable String hi,
            @Nullable String cursor,
            long rows,
            long chunks,
            boolean done,
            String server) {}

    private static final RunsApiBackfill NOT_BEGUN = new RunsApiBackfill(
            null, null, null, 0, 0, null, 0, null, null, List.of(), 0, null, new ThrottleJson("go", null, null), null);

    static RunsApiBackfill of(@Nullable BackfillProgress progress) {
        if (progress == null) {
            return NOT_BEGUN;
        }
        return new RunsApiBackfill(
                progress.step(),
                progress.kind(),
                progress.table(),
                progress.rowsDone(),
                progress.rowsWritten(),
                progress.rowsTotal(),
                progress.rate(),
                iso(progress.etaHighSeconds()),
                iso(progress.etaLowSeconds()),
                progress.lanes().stream().map(RunsApiBackfill::lane).toList(),
                progress.chunkRows(),
                progress.chunkMillis(),
                new ThrottleJson(progress.verdict(), progress.reason(), progress.heldSince()),
                progress.updatedAt());
    }

    private static LaneJson lane(BackfillProgress.LaneProgress lane) {
        return new LaneJson(
                lane.lane(),
                lane.lo(),
                lane.hi(),
                lane.cursor(),
                lane.rows(),
                lane.chunks(),
                lane.done(),
                lane.server());
    }

    private static @Nullable String iso(@Nullable Long seconds) {
        return seconds == null ? null : Duration.ofSeconds(seconds).toString();
    }
}
