package dev.lockkeeper.web;

import dev.lockkeeper.plan.Gate;
import dev.lockkeeper.run.BackfillProgress;
import dev.lockkeeper.run.PhaseState;
import dev.lockkeeper.run.Run;
import dev.lockkeeper.run.Run.RunPhase;
import dev.lockkeeper.run.Run.RunStep;
import dev.lockkeeper.run.RunState;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A phase in the strip at the top of a run.
 *
 * @param line what happened there, or what it waits for
 * @param percent how far a walk is, null when there is none or the whole is unknown
 * @param current whether it is the one being carried out
 */
record PhaseStrip(
        String name, Mark mark, String line, @Nullable String percent, @Nullable Double share, boolean current) {

    static PhaseStrip of(Run run, RunPhase phase, Gate gate) {
        boolean current =
                switch (phase.state()) {
                    case RUNNING, ROLLING_BACK, FAILED, WAITING -> true;
                    case PENDING, SUCCEEDED, ROLLED_BACK -> false;
                };
        BackfillProgress walk = Walks.current(run, phase.phase());
        return new PhaseStrip(
                phase.phase(),
                mark(run, phase, gate),
                line(phase, gate),
                Walks.percent(walk),
                Walks.share(walk),
                current);
    }

    private static Mark mark(Run run, RunPhase phase, Gate gate) {
        boolean stuck = phase.state() == PhaseState.FAILED && run.state() == RunState.STUCK;
        if (stuck || phase.state() == PhaseState.RUNNING && run.state() != RunState.RUNNING) {
            return Mark.of(run.state());
        }
        if (Walks.hold(Walks.current(run, phase.phase())) != null) {
            return Mark.HELD;
        }
        boolean shut = phase.state() == PhaseState.PENDING && !gate.equals(Gate.OPEN);
        return shut ? new Mark("gate", "gate", "gate") : Mark.of(phase.state());
    }

    private static String line(RunPhase phase, Gate gate) {
        return switch (phase.state()) {
            case PENDING, WAITING -> ShortGate.of(gate);
            case RUNNING, ROLLING_BACK ->
                done(phase) + " of " + Show.VALUES.count(phase.steps().size(), "step") + " done · "
                        + Show.VALUES.between(phase.startedAt(), null);
            case SUCCEEDED, FAILED, ROLLED_BACK ->
                Show.VALUES.count(phase.steps().size(), "step") + " · "
                        + Show.VALUES.between(phase.startedAt(), phase.endedAt()) + longestLock(phase.steps());
        };
    }

    private static long done(RunPhase phase) {
        return phase.steps().stream()
                .filter(step -> switch (step.state()) {
                    case SUCCEEDED, ALREADY_SO, IGNORED -> true;
                    case PENDING, RUNNING, FAILED, ROLLED_BACK -> false;
                })
                .count();
    }

    private static String longestLock(List<RunStep> steps) {
        return steps.stream()
                .filter(step -> step.lock().contains("exclusive"))
                .map(RunStep::heldMillis)
                .filter(Objects::nonNull)
                .max(Long::compare)
                .map(millis -> " · longest lock " + Show.VALUES.millis(millis))
                .orElse("");
    }
}
