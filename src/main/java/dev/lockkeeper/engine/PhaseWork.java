package dev.lockkeeper.engine;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.plan.Step;
import dev.lockkeeper.plan.StepOptions.OnFailure;
import dev.lockkeeper.run.Claim;
import dev.lockkeeper.run.PhaseState;
import dev.lockkeeper.run.Run;
import dev.lockkeeper.run.RunFacts;
import dev.lockkeeper.run.RunFacts.StepFact;
import dev.lockkeeper.run.StepState;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.springframework.stereotype.Component;

/** Carries out the steps of one phase, forward. */
@Component
class PhaseWork {

    private final RunFacts facts;
    private final Openings openings;
    private final StepWork steps;
    private final Syncs syncs;
    private final StillDone stillDone;
    private final Invalidation invalidation;
    private final Clock clock;

    PhaseWork(
            RunFacts facts,
            Openings openings,
            StepWork steps,
            Syncs syncs,
            StillDone stillDone,
            Invalidation invalidation,
            Clock clock) {
        this.facts = facts;
        this.openings = openings;
        this.steps = steps;
        this.syncs = syncs;
        this.stillDone = stillDone;
        this.invalidation = invalidation;
        this.clock = clock;
    }

    /** Empty when the run is to be read again, else when to come back. */
    Optional<Instant> forward(Claim claim, Run run, String phase, SchedulerClient scheduler, BooleanSupplier stopping) {
        if (run.phase(phase).orElseThrow().state() != PhaseState.RUNNING) {
            facts.phase(claim, phase, PhaseState.RUNNING, "Phase " + phase + " began.");
        }
        try (Openings.Opened opened = openings.forward(claim, run, phase, scheduler, stopping)) {
            Work work = opened.work();
            stillDone.check(run, work);
            if (!steps.baseline(work)) {
                return Optional.empty();
            }
            for (Run.RunStep step : run.phase(phase).orElseThrow().steps()) {
                if (finished(step.state())) {
                    continue;
                }
                syncs.check(facts.get(run.id()), work, step.index());
                Outcome outcome = step(work, step);
                switch (outcome) {
                    case Outcome.Done done -> {
                        // A walk may take days, and nobody else may look after it.
                        if (work.step(step.index()) instanceof Step.Backfill) {
                            syncs.check(facts.get(run.id()), work, step.index());
                        }
                        facts.step(claim, phase, step.index(), done.fact(), done.message());
                    }
                    case Outcome.Stopped stopped -> {
                        return stopping.getAsBoolean() ? Optional.of(clock.instant()) : Optional.empty();
                    }
                    case Outcome.Later later -> {
                        return Optional.of(later.at());
                    }
                }
                if (steps.stops(work)) {
                    return stopping.getAsBoolean() ? Optional.of(clock.instant()) : Optional.empty();
                }
            }
        }
        facts.phase(claim, phase, PhaseState.SUCCEEDED, "Phase " + phase + " is done.");
        return Optional.empty();
    }

    private Outcome step(Work work, Run.RunStep step) {
        if (step.state() != StepState.RUNNING) {
            facts.step(
                    work.claim(),
                    work.phase().name(),
                    step.index(),
                    StepFact.of(StepState.RUNNING),
                    step.name() + " began.");
        }
        try {
            return steps.forward(work, step);
        } catch (Failure failure) {
            if (failure.code() == Code.TARGET_UNREACHABLE || failure.code() == Code.FENCED) {
                throw failure;
            }
            if (failure.code() == Code.LOCK_NOT_GRANTED && steps.interrupts(work)) {
                return new Outcome.Stopped();
            }
            boolean goOn = work.step(step.index()).options().onFailure() == OnFailure.CONTINUE
                    && failure.kind() != Failure.Kind.UNKNOWN_OUTCOME;
            StepFact fact = new StepFact(
                    goOn ? StepState.IGNORED : StepState.FAILED, null, null, null, null, null, failure.message());
            String message =
                    step.name() + (goOn ? " failed, and the file says to go on: " : " failed: ") + failure.message();
            if (goOn) {
                return new Outcome.Done(fact, message);
            }
            facts.step(work.claim(), work.phase().name(), step.index(), fact, message);
            if (failure.code() == Code.VERIFICATION_FAILED
                    && work.step(step.index()) instanceof Step.Verify verification) {
                invalidation.by(facts.get(work.run()), work, verification);
            }
            throw failure;
        }
    }

    private static boolean finished(StepState state) {
        return switch (state) {
            case SUCCEEDED, ALREADY_SO, IGNORED -> true;
            case PENDING, RUNNING, FAILED, ROLLED_BACK -> false;
        };
    }
}
