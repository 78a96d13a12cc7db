package dev.lockkeeper.engine;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.TaskInstanceId;
import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.plan.Step.Guard;
import dev.lockkeeper.plan.Step.Throttle;
import dev.lockkeeper.run.RunFacts;
import dev.lockkeeper.run.RunFacts.StepFact;
import dev.lockkeeper.run.RunTasks;
import dev.lockkeeper.run.StepState;
import dev.lockkeeper.target.Hole;
import dev.lockkeeper.target.KeyRange;
import dev.lockkeeper.target.Lane;
import dev.lockkeeper.target.Ledger;
import dev.lockkeeper.target.Rows;
import dev.lockkeeper.target.RowsWork;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Walks all rows of a table: plans the lanes, sees to it that each has a task, samples the target's load, writes progress once a second,
 * and ends when the ledger says that every lane is done. It writes no rows itself; {@link LaneTask} does.
 */
@Component
class Walk {

    /** Lanes of a verification: it only reads, so it may use what a backfill uses by default. */
    static final int VERIFY_LANES = 4;

    /** A pause must show within a second, and a lane's task is gone a moment after the lane has stopped. */
    private static final Duration STOPPING_LOOK = Duration.ofMillis(50);

    private final RunFacts facts;
    private final LaneSignals signals;
    private final HoleWork holes;
    private final Sampler sampler;
    private final EngineSettings settings;
    private final Clock clock;

    Walk(RunFacts facts, LaneSignals signals, HoleWork holes, Sampler sampler, EngineSettings settings, Clock clock) {
        this.facts = facts;
        this.signals = signals;
        this.holes = holes;
        this.sampler = sampler;
        this.settings = settings;
        this.clock = clock;
    }

    Outcome over(Work work, RowsWork rows, int maxLanes, Throttle limits) {
        Ledger ledger = work.session().ledger();
        Rows walked = work.session().rows(rows);
        List<Lane> lanes = ledger.lanes(work.run(), rows.step());
        if (lanes.isEmpty()) {
            holes.forget(work.claim(), rows.step());
            Ground.remember(work.session(), rows, walked);
            List<KeyRange> ranges = walked.split(maxLanes);
            if (ranges.isEmpty()) {
                return new Outcome.Done(fact(0, "no rows"), rows.table() + " has no rows.");
            }
            lanes = ledger.plan(work.run(), rows.step(), ranges);
            facts.event(
                    work.claim(),
                    "lanes",
                    rows.table() + " is walked in " + lanes.size() + (lanes.size() == 1 ? " lane." : " lanes."),
                    Map.of("lanes", lanes.size()));
        }
        Ground.check(work.session(), rows, walked);
        WalkProgress progress = new WalkProgress(facts, rows, walked.estimate(), clock);
        try (Sampling sampling = sampler.begin(work, rows, limits, maxLanes)) {
            return watch(new Walking(work, rows, walked, epochs(lanes)), sampling, progress);
        }
    }

    /** @param epochs of the lanes when the walk was taken up */
    private record Walking(Work work, RowsWork rows, Rows walked, Map<Integer, Long> epochs) {}

    private Outcome watch(Walking walking, Sampling sampling, WalkProgress progress) {
        Work work = walking.work();
        RowsWork rows = walking.rows();
        Ledger ledger = work.session().ledger();
        Sharing sharing = new Sharing(rows);
        @Nullable List<Hole> shown = null;
        while (true) {
            List<Lane> lanes = ledger.lanes(work.run(), rows.step());
            boolean stops = work.stopping().getAsBoolean() || wishedOtherwise(work.run(), rows);
            Verdict verdict = sampling.now();
            int places = LanesAtWork.places(verdict, facts.pace(work.run()).dial());
            List<Lane> atWork = LanesAtWork.of(lanes, places);
            shown = holes.show(work, rows, shown);
            progress.write(work.claim(), lanes, verdict, sampling.pacing(verdict, atWork.size()));
            if (lanes.stream().allMatch(Lane::done)) {
                return holes.settle(work, rows, walking.walked()) ? finish(work, rows, lanes) : new Outcome.Stopped();
            }
            failIfOneGaveUp(rows, lanes, walking.epochs());
            if (stops && (work.stopping().getAsBoolean() || noneAlive(work.scheduler(), rows, lanes))) {
                progress.standsStill(work.claim(), lanes, verdict, sampling.pacing(verdict, atWork.size()));
                return new Outcome.Stopped();
            }
            if (!stops) {
                sharing.ask(ledger, lanes, places);
                sampling.working(atWork.stream().map(Lane::number).toList());
                seeThatEachHasATask(work.scheduler(), rows, atWork);
            }
            await(work.run(), stops ? STOPPING_LOOK : settings.tick());
        }
    }

    /** Also when somebody else has ended or turned the run: its lanes see that too, and would be called again for ever. */
    private boolean wishedOtherwise(long run, RowsWork rows) {
        return facts.pace(run).stops(RowsWorks.stateOf(rows.step()));
    }

    private void await(long run, Duration atMost) {
        try {
            signals.await(run, atMost);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Pauses.Interrupted(e);
        }
    }

    private static Map<Integer, Long> epochs(List<Lane> lanes) {
        Map<Integer, Long> epochs = new HashMap<>();
        lanes.forEach(lane -> epochs.put(lane.number(), lane.epoch()));
        return epochs;
    }

    /** A failure of an epoch from before this walk was taken up is history: the lane's next worker forgets it. */
    private static void failIfOneGaveUp(RowsWork rows, List<Lane> lanes, Map<Integer, Long> epochs) {
        for (Lane lane : lanes) {
            if (lane.failure() != null && lane.epoch() > epochs.getOrDefault(lane.number(), 0L)) {
                throw new Failure(
                        Code.STATEMENT_FAILED,
                        "Lane " + (lane.number() + 1) + " of " + rows.table() + " stopped: " + lane.failure()
                                + " Every chunk before it is written and stays written.",
                        "Mend what the message names, then retry: the walk goes on where it stopped.");
            }
        }
    }

    private void seeThatEachHasATask(SchedulerClient scheduler, RowsWork rows, List<Lane> lanes) {
        for (Lane lane : lanes) {
            if (!lane.done()) {
                scheduler.scheduleIfNotExists(RunTasks.LANE
                        .instance(LaneTask.instance(rows, lane.number()))
                        .scheduledTo(clock.instant()));
            }
        }
    }

    private static boolean noneAlive(SchedulerClient scheduler, RowsWork rows, List<Lane> lanes) {
        return lanes.stream().noneMatch(lane -> scheduler
                .getScheduledExecution(
                        TaskInstanceId.of(RunTasks.LANE.getTaskName(), LaneTask.instance(rows, lane.number())))
                .isPresent());
    }

    /** Forgets lanes and holes of a step, so that it can be walked anew. */
    void forget(Work work, String step) {
        work.session().ledger().clearLanes(work.run(), step);
        holes.forget(work.claim(), step);
    }

    private Outcome finish(Work work, RowsWork rows, List<Lane> lanes) {
        signals.forget(work.run());
        Rows walked = work.session().rows(rows);
        Ground.check(work.session(), rows, walked);
        if (Ground.renewed(work.session(), rows, walked)) {
            return again(work, rows);
        }
        Ledger ledger = work.session().ledger();
        // Chunks commit asynchronously; this commit is synchronous, and the log keeps their order, so after it they are
        // all on disk.
        ledger.remember(work.run(), "on disk: " + rows.step(), clock.instant().toString());
        long compared = lanes.stream().mapToLong(Lane::compared).sum();
        long changed = lanes.stream().mapToLong(Lane::rows).sum() + holes.rowsFilled(rows);
        return switch (rows.kind()) {
            case WRITE ->
                new Outcome.Done(
                        fact(changed, Counts.rows(compared) + " looked at"),
                        "Wrote " + Counts.of(changed) + " of " + Counts.rows(compared) + " of " + rows.table() + ".");
            case CLEAR ->
                new Outcome.Done(fact(changed, null), "Cleared " + Counts.rows(changed) + " of " + rows.table() + ".");
            case COMPARE -> compared(work, rows, lanes, compared, changed);
        };
    }

    /** The table was rewritten meanwhile: what lies before the lanes' cursors now may never have been looked at. */
    private Outcome again(Work work, RowsWork rows) {
        forget(work, rows.step());
        facts.event(
                work.claim(),
                "lanes",
                rows.table() + " was rewritten while it was walked; it is walked again from its start.",
                Map.of("table", rows.table().toString()));
        return new Outcome.Later(clock.instant());
    }

    private static Outcome compared(Work work, RowsWork rows, List<Lane> lanes, long compared, long different) {
        if (different == 0) {
            return new Outcome.Done(
                    fact(compared, "no difference in " + Counts.rows(compared)),
                    rows.table() + ": no difference in " + Counts.rows(compared) + ".");
        }
        // The next try must look at every row again, not at what this one left.
        work.session().ledger().clearLanes(work.run(), rows.step());
        List<String> keys = lanes.stream()
                .flatMap(lane -> lane.differing().stream())
                .limit(10)
                .toList();
        throw new Failure(
                Code.VERIFICATION_FAILED,
                Counts.of(different) + " of " + Counts.rows(compared) + " of " + rows.table()
                        + (rows.guard() == Guard.MARKER ? " are still to be done" : " differ from their expression")
                        + ", first keys: " + String.join(", ", keys)
                        + ". Nothing was changed by the comparison.",
                "Find who writes them past the trigger, then retry, which walks the backfill again before it verifies again; or roll back.");
    }

    private static StepFact fact(long rows, @Nullable String result) {
        return new StepFact(StepState.SUCCEEDED, null, null, null, rows, result, null);
    }
}
