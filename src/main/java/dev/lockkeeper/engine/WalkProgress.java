package dev.lockkeeper.engine;

import dev.lockkeeper.run.BackfillProgress;
import dev.lockkeeper.run.BackfillProgress.LaneProgress;
import dev.lockkeeper.run.BackfillProgress.Pacing;
import dev.lockkeeper.run.Claim;
import dev.lockkeeper.run.RunFacts;
import dev.lockkeeper.target.Lane;
import dev.lockkeeper.target.RowsWork;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What people see of a walk, made from what the ledger says of its lanes. */
final class WalkProgress {

    /** How often a sample is kept for the chart. */
    private static final Duration KEPT_EVERY = Duration.ofSeconds(5);

    private static final Duration SLOW_TOLD_EVERY = Duration.ofMinutes(5);

    /** Rows that came meanwhile are no reason to doubt the statistics. */
    private static final double OVER_ESTIMATE = 1.02;

    private final RunFacts facts;
    private final RowsWork rows;
    private final Optional<Long> estimate;
    private final Clock clock;
    private final Rate rate = new Rate();
    private @Nullable Instant heldSince;
    private Instant kept = Instant.EPOCH;
    private Instant slowToldAt = Instant.EPOCH;
    private String lastReason = "";

    WalkProgress(RunFacts facts, RowsWork rows, Optional<Long> estimate, Clock clock) {
        this.facts = facts;
        this.rows = rows;
        this.estimate = estimate;
        this.clock = clock;
    }

    void write(Claim claim, List<Lane> lanes, Verdict verdict, Pacing pacing) {
        rate.sample(clock.instant(), compared(lanes));
        tell(claim, lanes, verdict, pacing);
    }

    /** Nothing moves any more: a rate or a time left from before would be made up. */
    void standsStill(Claim claim, List<Lane> lanes, Verdict verdict, Pacing pacing) {
        rate.forget();
        tell(claim, lanes, verdict, pacing);
    }

    private static long compared(List<Lane> lanes) {
        return lanes.stream().mapToLong(Lane::compared).sum();
    }

    private void tell(Claim claim, List<Lane> lanes, Verdict verdict, Pacing pacing) {
        Instant now = clock.instant();
        long done = compared(lanes);
        held(claim, verdict, now);
        boolean finished = lanes.stream().allMatch(Lane::done);
        Optional<Long> total = finished ? Optional.of(done) : total(done);
        Optional<Rate.Eta> eta = total.filter(rows -> rows > done).flatMap(rows -> rate.eta(rows - done));
        BackfillProgress progress = new BackfillProgress(
                rows.step(),
                rows.kind().name().toLowerCase(java.util.Locale.ROOT),
                rows.table().toString(),
                done,
                lanes.stream().mapToLong(Lane::rows).sum(),
                total.orElse(null),
                Math.rint(rate.now()),
                eta.map(Rate.Eta::low).orElse(null),
                eta.map(Rate.Eta::high).orElse(null),
                lanes.stream().mapToInt(Lane::chunkRows).max().orElse(0),
                lanes.stream().mapToLong(Lane::chunkMillis).max().orElse(0),
                verdict.kind().wire(),
                verdict.reason(),
                heldSince,
                lanes.stream().map(WalkProgress::lane).toList(),
                now,
                pacing);
        facts.progress(claim, progress);
        if (finished || now.isAfter(kept.plus(KEPT_EVERY))) {
            kept = now;
            facts.event(
                    claim,
                    "progress",
                    Counts.rows(done) + ", " + Counts.of(Math.round(rate.now())) + " a second",
                    sample(progress));
        }
    }

    /**
     * The table's statistics may be from before most of its rows came. Once the walk has passed them, how many there are is not known: by
     * them all would be done, with no time left, for as long as it goes on.
     */
    private Optional<Long> total(long done) {
        return estimate.filter(rows -> done <= rows * OVER_ESTIMATE).map(rows -> Math.max(rows, done));
    }

    /** What charts are drawn from. */
    private static Map<String, Object> sample(BackfillProgress progress) {
        Map<String, Object> sample = new LinkedHashMap<>(Map.of(
                "rows", progress.rowsDone(), "rate", Math.round(progress.rate()), "verdict", progress.verdict()));
        if (progress.chunkMillis() > 0) {
            sample.put("chunkMillis", progress.chunkMillis());
        }
        Double lag = progress.replicaLag();
        if (lag != null) {
            sample.put("replicaLag", lag);
        }
        return sample;
    }

    /** Says when a hold begins, why, and when it ends; not at every look. */
    private void held(Claim claim, Verdict verdict, Instant now) {
        slowed(claim, verdict, now);
        if (!verdict.holds()) {
            if (heldSince != null) {
                facts.event(
                        claim,
                        "throttle",
                        "Goes on after " + Duration.between(heldSince, now).toSeconds() + " s held.",
                        Map.of());
            }
            heldSince = null;
            lastReason = "";
        } else if (heldSince == null) {
            heldSince = now;
            lastReason = String.valueOf(verdict.reason());
            facts.event(claim, "throttle", "Held: " + lastReason + ".", Map.of("reason", lastReason));
        }
    }

    /** Not each time that somebody comes or goes: once in a while is enough to know why. */
    private void slowed(Claim claim, Verdict verdict, Instant now) {
        if (verdict.kind() == Verdict.Kind.SLOW && now.isAfter(slowToldAt.plus(SLOW_TOLD_EVERY))) {
            slowToldAt = now;
            facts.event(claim, "throttle", "Slow: " + verdict.reason() + ".", Map.of("slow", true));
        }
    }

    private static LaneProgress lane(Lane lane) {
        return new LaneProgress(
                lane.number(),
                text(lane.range().lo()),
                text(lane.range().hi()),
                text(lane.cursor()),
                lane.compared(),
                lane.chunks(),
                lane.done(),
                lane.server());
    }

    private static @Nullable String text(@Nullable List<String> key) {
        return key == null ? null : String.join(", ", key);
    }
}
