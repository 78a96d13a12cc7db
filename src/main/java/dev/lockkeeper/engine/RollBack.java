package dev.lockkeeper.engine;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.plan.Step;
import dev.lockkeeper.run.Claim;
import dev.lockkeeper.run.PhaseState;
import dev.lockkeeper.run.Run;
import dev.lockkeeper.run.RunFacts;
import dev.lockkeeper.run.RunFacts.StepFact;
import dev.lockkeeper.run.StepState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.springframework.stereotype.Component;

/** Undoes phases, the last first, each step by its own way back and under the same rules as forward. */
@Component
class RollBack {

    /** A chunk in flight may take its ten seconds. */
    private static final int FENCE_TRIES = 20;

    private static final Duration BETWEEN_TRIES = Duration.ofMillis(500);

    private final RunFacts facts;
    private final Openings openings;
    private final StatementWork statements;
    private final Walk walk;
    private final LockPatience patience;
    private final Pauses pauses;
    private final Clock clock;

    RollBack(
            RunFacts facts,
            Openings openings,
            StatementWork statements,
            Walk walk,
            LockPatience patience,
            Pauses pauses,
            Clock clock) {
        this.facts = facts;
        this.openings = openings;
        this.statements = statements;
        this.walk = walk;
        this.patience = patience;
        this.pauses = pauses;
        this.clock = clock;
    }

    /** The last phase that is to be undone and was begun; empty when all is undone. */
    Optional<String> next(Run run) {
        List<Run.RunPhase> phases = run.phases();
        for (int i = phases.size() - 1; i >= 0; i--) {
            if (phases.get(i).phase().equals(run.rollbackTo())) {
                return Optional.empty();
            }
            if (begun(phases.get(i).state())) {
                return Optional.of(phases.get(i).phase());
            }
        }
        return Optional.empty();
    }

    String summary(Run run) {
        return run.rollbackTo() == null ? "Rolled back." : "Rolled back to " + run.rollbackTo() + ", which stays.";
    }

    /** Empty when the run is to be read again, else when to come back. */
    Optional<Instant> phase(Claim claim, Run run, String phase, SchedulerClient scheduler, BooleanSupplier stopping) {
        facts.phase(claim, phase, PhaseState.ROLLING_BACK, "Phase " + phase + " is being undone.");
        try (Openings.Opened opened = openings.open(claim, run, phase, scheduler, stopping)) {
            Work work = opened.work();
            List<Run.RunStep> steps = run.phase(phase).orElseThrow().steps();
            for (int i = steps.size() - 1; i >= 0; i--) {
                if (!ours(steps.get(i).state())) {
                    continue;
                }
                if (!step(work, steps.get(i))) {
                    return Optional.of(clock.instant());
                }
            }
        }
        facts.phase(claim, phase, PhaseState.ROLLED_BACK, "Phase " + phase + " is undone.");
        return Optional.empty();
    }

    private boolean step(Work work, Run.RunStep step) {
        String key = work.key(step.index());
        if (!fenced(work, key)) {
            return false;
        }
        boolean nothing = work.sqlOf(step.index()).back().isEmpty();
        if (work.step(step.index()) instanceof Step.Backfill backfill && backfill.clear()) {
            Optional<Outcome> outcome = patience.ask(
                    work,
                    step.name(),
                    () -> StatementWork.inTheWay(work, step.index()),
                    () -> walk.over(
                            work,
                            RowsWorks.of(work.plan(), work.run(), RowsWorks.back(key)),
                            backfill.maxLanes(),
                            backfill.throttle()));
            if (outcome.filter(Outcome.Done.class::isInstance).isEmpty()) {
                return false;
            }
        } else if (undoes(work, step) && !statements.back(work, step.index())) {
            return false;
        }
        for (String direction : List.of(StatementWork.FORWARD, StatementWork.BACK)) {
            work.session().ledger().forget(work.run(), key, direction);
        }
        walk.forget(work, key);
        walk.forget(work, RowsWorks.back(key));
        facts.step(
                work.claim(),
                work.phase().name(),
                step.index(),
                StepFact.of(StepState.ROLLED_BACK),
                step.name() + (nothing ? ": nothing to undo." : " is undone."));
        return true;
    }

    /** Forgets the lanes of the way forward, which shuts out a worker that still has one; a chunk in flight is waited for. */
    private boolean fenced(Work work, String key) {
        for (int tries = 1; ; tries++) {
            try {
                work.session().ledger().clearLanes(work.run(), key);
                return true;
            } catch (Failure failure) {
                if (failure.code() != Code.LOCK_NOT_GRANTED || tries == FENCE_TRIES) {
                    throw failure;
                }
                if (!pauses.pause(work, BETWEEN_TRIES)) {
                    return false;
                }
            }
        }
    }

    /**
     * A step that succeeded is undone. One that did not may have found something that was there before and is not ours; a column or a
     * table with its data least of all.
     */
    private boolean undoes(Work work, Run.RunStep step) {
        if (work.sqlOf(step.index()).back().isEmpty()) {
            return false;
        }
        boolean finished = step.state() == StepState.SUCCEEDED || step.state() == StepState.IGNORED;
        Step what = work.step(step.index());
        boolean holdsData = what instanceof Step.AddColumn || what instanceof Step.CreateTable;
        boolean undoes = holdsData && statements.wasThere(work, step.index())
                ? false
                : step.state() == StepState.SUCCEEDED || statements.anyOfOurs(work, step.index());
        if (!undoes) {
            facts.event(
                    work.claim(),
                    "step",
                    step.name()
                            + (finished
                                    ? " was there in part before the run, and stays."
                                    : " had no effect by this run; nothing is undone."),
                    Map.of());
        }
        return undoes;
    }

    /** What was there before the run is not ours to undo. */
    private static boolean ours(StepState state) {
        return switch (state) {
            case RUNNING, SUCCEEDED, FAILED, IGNORED -> true;
            case PENDING, ALREADY_SO, ROLLED_BACK -> false;
        };
    }

    private static boolean begun(PhaseState state) {
        return switch (state) {
            case RUNNING, SUCCEEDED, FAILED, ROLLING_BACK -> true;
            case PENDING, WAITING, ROLLED_BACK -> false;
        };
    }
}
