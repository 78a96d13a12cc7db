package dev.lockkeeper.api;

import dev.lockkeeper.run.BackfillProgress;
import dev.lockkeeper.run.BackfillProgress.Pacing;
import dev.lockkeeper.run.ThrottleSignal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
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

    /**
     * @param verdict {@code go}, {@code slow} or {@code stop}
     * @param since when it began to say so
     * @param value of the first signal that holds it, with its limit and unit
     * @param lanes that work at most at this moment
     * @param rest after a chunk, as a multiple of what the chunk took
     * @param chunkMillis what a chunk should take, where that is less than the file says
     */
    record ThrottleJson(
            String verdict,
            @Nullable String reason,
            @Nullable Instant heldSince,
            @Nullable Instant since,
            @Nullable Double value,
            @Nullable Double limit,
            @Nullable String unit,
            @Nullable Integer lanes,
            @Nullable Double rest,
            @Nullable Long chunkMillis,
            List<SignalJson> signals) {

        static ThrottleJson of(BackfillProgress progress) {
            Pacing pacing = progress.pacing();
            List<ThrottleSignal> signals = pacing == null ? List.of() : pacing.signals();
            Optional<ThrottleSignal> holds =
                    signals.stream().filter(ThrottleSignal::over).findFirst();
            return new ThrottleJson(
                    progress.verdict(),
                    progress.reason(),
                    progress.heldSince(),
                    pacing == null ? null : pacing.since(),
                    holds.map(ThrottleSignal::value).orElse(null),
                    holds.map(ThrottleSignal::limit).orElse(null),
                    holds.map(ThrottleSignal::unit).orElse(null),
                    pacing == null ? null : (Integer) pacing.lanes(),
                    pacing == null ? null : (Double) pacing.rest(),
                    pacing == null ? null : pacing.chunkMillis(),
                    signals.stream().map(SignalJson::of).toList());
        }
    }

    /** @param value left out when it is unknown; @param limit left out when there is none; @param over whether the walk holds for it */
    record SignalJson(String name, @Nullable Double value, @Nullable Double limit, String unit, boolean over) {
        static SignalJson of(ThrottleSignal signal) {
            return new SignalJson(signal.name(), signal.value(), signal.limit(), signal.unit(), signal.over());
        }
    }

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

    private static final ThrottleJson NO_THROTTLE =
            new ThrottleJson("go", null, null, null, null, null, null, null, null, null, List.of());

    private static final RunsApiBackfill NOT_BEGUN =
            new RunsApiBackfill(null, null, null, 0, 0, null, 0, null, null, List.of(), 0, null, NO_THROTTLE, null);

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
                ThrottleJson.of(progress),
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
