package dev.lockkeeper.run;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the walks of a run went from first to last, thinned: for charts.
 *
 * @param samples oldest first
 * @param spans when it stood, oldest first
 */
public record RunSeries(List<Sample> samples, List<Span> spans) {
    public RunSeries {
        samples = List.copyOf(samples);
        spans = List.copyOf(spans);
    }

    /**
     * One moment, or the worst of a short while.
     *
     * @param rate rows per second; of a while, its mean
     * @param chunkMillis 90th percentile of the chunks' time, null before the first
     * @param verdict {@code go}, {@code slow} or {@code stop}
     * @param replicaLag in seconds, null is unknown
     */
    public record Sample(
            Instant at, double rate, @Nullable Double chunkMillis, String verdict, @Nullable Double replicaLag) {

        /** What the newest progress says. */
        public static Sample of(BackfillProgress progress) {
            return new Sample(
                    progress.updatedAt(),
                    progress.rate(),
                    progress.chunkMillis() == 0 ? null : Double.valueOf(progress.chunkMillis()),
                    progress.verdict(),
                    progress.replicaLag());
        }
    }

    /** Why a run stands. */
    public enum Standing {
        /** The throttle holds it. */
        HELD,
        /** Somebody wished so. */
        PAUSED,
        /** At a gate. */
        WAITING,
        /** Its server went away, it failed, or it is stuck. */
        STOPPED
    }

    /** Null while a run in that state goes on, or is over. */
    public static @Nullable Standing standing(RunState state) {
        return switch (state) {
            case PAUSED -> Standing.PAUSED;
            case WAITING -> Standing.WAITING;
            case INTERRUPTED, FAILED, STUCK -> Standing.STOPPED;
            case SCHEDULED, RUNNING, PAUSING, CANCELLING, CANCELLED, ROLLING_BACK, ROLLED_BACK, SUCCEEDED -> null;
        };
    }

    /** @param to null while it lasts */
    public record Span(Instant from, @Nullable Instant to, Standing standing) {}
}
