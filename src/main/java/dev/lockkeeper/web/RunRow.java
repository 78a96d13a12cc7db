package dev.lockkeeper.web;

import dev.lockkeeper.run.BackfillProgress;
import dev.lockkeeper.run.PhaseState;
import dev.lockkeeper.run.Run;
import dev.lockkeeper.run.RunLine;
import org.jspecify.annotations.Nullable;

/** A run in a list. @param phase the one that it is in, null when it is in none; @param percent of the walk, null when unknown */
record RunRow(RunLine run, Mark mark, @Nullable String phase, @Nullable String percent) {

    static RunRow of(RunLine run) {
        Long done = run.rowsDone();
        String percent = done == null ? null : Show.VALUES.percent(done, run.rowsTotal());
        return new RunRow(run, Mark.of(run), run.phase(), percent);
    }

    static RunRow of(Run run) {
        String phase = run.phases().stream()
                .filter(each -> each.state() != PhaseState.SUCCEEDED
                        && each.state() != PhaseState.PENDING
                        && each.state() != PhaseState.ROLLED_BACK)
                .map(Run.RunPhase::phase)
                .findFirst()
                .orElse(null);
        BackfillProgress walk = Walks.current(run, phase);
        return of(new RunLine(
                run.id(),
                run.migration(),
                run.title(),
                run.revision(),
                run.target(),
                run.environment(),
                run.team(),
                run.state(),
                run.waitingFor(),
                run.error() == null ? null : run.error().message(),
                run.launchedBy(),
                run.startAt(),
                run.createdAt(),
                run.startedAt(),
                run.endedAt(),
                phase,
                null,
                walk == null ? null : walk.rowsDone(),
                walk == null ? null : walk.rowsTotal(),
                Walks.hold(walk)));
    }

    /** Why it does not go on, null when it does or has ended. */
    public @Nullable String why() {
        if (run.error() != null && run.state().active()) {
            return run.error();
        }
        if (run.waitingFor() != null) {
            return "waits: " + run.waitingFor();
        }
        return run.held() == null ? null : "held: " + run.held();
    }
}
