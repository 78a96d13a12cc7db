package dev.lockkeeper.run;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Progress of the walk (backfill, verify, clear) that runs now or ran last.
 *
 * @param step {@code phase/index}
 * @param rowsDone rows looked at so far
 * @param rowsWritten rows written (or found different)
 * @param rowsTotal the target's estimate, null when unknown or passed
 * @param rate rows looked at per second over the last seconds; 0 while held
 * @param etaSeconds lower and upper end of the time left; null while measuring
 * @param chunkRows rows of the next chunk, @param chunkMillis 90th percentile of the last ten
 * @param verdict {@code go}, {@code slow} or {@code stop}
 * @param reason why it is held or slow, with value and limit; null on go
 * @param pacing how it is held back, null before the first reading
 */
public record BackfillProgress(
        String step,
        String kind,
        String table,
        long rowsDone,
        long rowsWritten,
        @Nullable Long rowsTotal,
        double rate,
        @Nullable Long etaLowSeconds,
        @Nullable Long etaHighSeconds,
        int chunkRows,
        long chunkMillis,
        String verdict,
        @Nullable String reason,
        @Nullable Instant heldSince,
        List<LaneProgress> lanes,
        Instant updatedAt,
        @Nullable Pacing pacing) {
    public BackfillProgress {
        lanes = List.copyOf(lanes);
    }

    /** What the throttle read last of the slowest replica, in seconds; null is unknown. */
    public @Nullable Double replicaLag() {
        return pacing == null
                ? null
                : pacing.signals().stream()
                        .filter(signal -> signal.name().equals("replicaLag"))
                        .map(ThrottleSignal::value)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null);
    }

    /**
     * What the throttle says of the walk.
     *
     * @param since when it began to say so
     * @param lanes how many may work at once
     * @param rest after a chunk, as a multiple of what the chunk took
     * @param chunkMillis what a chunk should take, null for as long as the file says
     */
    public record Pacing(
            Instant since, int lanes, double rest, @Nullable Long chunkMillis, List<ThrottleSignal> signals) {
        public Pacing {
            signals = List.copyOf(signals);
        }
    }

    /** @param position 0 to 1 over the lane, null when the key cannot be interpolated and the lane is not done */
    public record LaneProgress(
            int lane,
            @Nullable String lo,
            @Nullable String hi,
            @Nullable String cursor,
            long rows,
            long chunks,
            boolean done,
            String server) {}
}
