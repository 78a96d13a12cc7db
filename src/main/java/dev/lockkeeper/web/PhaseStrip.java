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
        BackfillProgress walk = run.backfill();
        boolean walking = phase.state() == PhaseState.RUNNING
                && walk != null
                && walk.step().startsWith(phase.phase() + "/");
        String percent = walking ? Show.VALUES.percent(walk.rowsDone(), walk.rowsTotal()) : null;
        Double share = percent == null || walk == null ? null : share(walk);
        return new PhaseStrip(phase.phase(), mark(run, phase, gate), line(phase, gate), percent, share, current);
    }

    private static Double share(BackfillProgress walk) {
        long total = Objects.requireNonNullElse(walk.rowsTotal(), 0L);
        return total == 0 ? 0 : Math.min(1.0, (double) walk.rowsDone() / total);
    }

    private static Mark mark(Run run, RunPhase phase, Gate gate) {
        if (phase.state() == PhaseState.RUNNING && run.state() != RunState.RUNNING) {
            return Mark.of(run.state());
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
