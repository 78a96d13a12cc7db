package dev.lockkeeper.web;

import dev.lockkeeper.run.BackfillProgress;
import dev.lockkeeper.run.PhaseState;
import dev.lockkeeper.run.Run;
import dev.lockkeeper.run.Run.RunPhase;
import dev.lockkeeper.run.StepState;
import org.jspecify.annotations.Nullable;

/** What can be said of a walk over rows; null wherever there is none, or where it is not known. */
final class Walks {
    private Walks() {}

    /** The walk that goes on now. One that has ended stays with its run, and says nothing of what comes after it. */
    static @Nullable BackfillProgress current(Run run) {
        BackfillProgress walk = run.backfill();
        return walk != null && run.phases().stream().anyMatch(phase -> carries(phase, walk)) ? walk : null;
    }

    private static boolean carries(RunPhase phase, BackfillProgress walk) {
        boolean back = phase.state() == PhaseState.ROLLING_BACK && walk.step().startsWith(phase.phase() + "/");
        return back
                || phase.steps().stream()
                        .anyMatch(step -> step.state() == StepState.RUNNING
                                && walk.step().equals(phase.phase() + "/" + step.index()));
    }

    /** The walk that goes on now, when it is in that phase. */
    static @Nullable BackfillProgress current(Run run, @Nullable String phase) {
        BackfillProgress walk = current(run);
        return walk != null && phase != null && walk.step().startsWith(phase + "/") ? walk : null;
    }

    static @Nullable String percent(@Nullable BackfillProgress walk) {
        return walk == null ? null : Show.VALUES.percent(walk.rowsDone(), walk.rowsTotal());
    }

    /** 0 to 1. */
    static @Nullable Double share(@Nullable BackfillProgress walk) {
        if (walk == null || walk.rowsTotal() == null || walk.rowsTotal() == 0) {
            return null;
        }
        return Math.min(1.0, (double) walk.rowsDone() / walk.rowsTotal());
    }

    /** Why it is held back. */
    static @Nullable String hold(@Nullable BackfillProgress walk) {
        return walk != null && walk.verdict().equals("stop") ? walk.reason() : null;
    }
}
