package dev.lockkeeper.web;

import dev.lockkeeper.run.PhaseState;
import dev.lockkeeper.run.Run;
import org.jspecify.annotations.Nullable;

/** A run in a list. @param phase the one that it is in, null when it is in none; @param percent of the walk, null when unknown */
record RunRow(Run run, Mark mark, @Nullable String phase, @Nullable String percent) {

    static RunRow of(Run run) {
        String phase = run.phases().stream()
                .filter(each -> each.state() != PhaseState.SUCCEEDED
                        && each.state() != PhaseState.PENDING
                        && each.state() != PhaseState.ROLLED_BACK)
                .map(Run.RunPhase::phase)
                .findFirst()
                .orElse(null);
        return new RunRow(run, Mark.of(run.state()), phase, Walks.percent(Walks.current(run, phase)));
    }

    /** Why it does not go on, null when it does or has ended. */
    public @Nullable String why() {
        if (run.error() != null && run.state().active()) {
            return run.error().message();
        }
        if (run.waitingFor() != null) {
            return "waits: " + run.waitingFor();
        }
        String hold = Walks.hold(Walks.current(run, phase));
        return hold == null ? null : "held: " + hold;
    }
}
