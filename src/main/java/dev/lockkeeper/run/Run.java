package dev.lockkeeper.run;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One revision on one target, as it stands now.
 *
 * @param waitingFor what a waiting run waits for, in words; null otherwise
 * @param error what went wrong, null when nothing did
 * @param rollbackTo the phase that stays when rolling back; null for none
 * @param dial 1 to 11
 * @param holes rows that are left out, or were accepted to be; not those filled since
 * @param version raised by every change; changes are compare-and-set on it
 */
public record Run(
        long id,
        String migration,
        String title,
        int revision,
        String digest,
        String target,
        String environment,
        @Nullable String team,
        RunState state,
        Wish wish,
        @Nullable String waitingFor,
        @Nullable RunError error,
        @Nullable String rollbackTo,
        int dial,
        @Nullable Instant startAt,
        List<String> untilPhases,
        String launchedBy,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        long version,
        List<RunPhase> phases,
        @Nullable BackfillProgress backfill,
        List<RunHole> holes) {
    public Run {
        untilPhases = List.copyOf(untilPhases);
        phases = List.copyOf(phases);
        holes = List.copyOf(holes);
    }

    /** The same run with what its other tables hold. */
    Run with(List<RunPhase> ofPhases, @Nullable BackfillProgress progress, List<RunHole> leftOut) {
        return new Run(
                id,
                migration,
                title,
                revision,
                digest,
                target,
                environment,
                team,
                state,
                wish,
                waitingFor,
                error,
                rollbackTo,
                dial,
                startAt,
                untilPhases,
                launchedBy,
                createdAt,
                startedAt,
                endedAt,
                version,
                ofPhases,
                progress,
                leftOut);
    }

    /** The first phase that is not done, in the order of the plan; empty when all are. */
    public Optional<RunPhase> nextPhase() {
        return phases.stream()
                .filter(phase -> phase.state() != PhaseState.SUCCEEDED)
                .findFirst();
    }

    /** True for a phase that the launch did not name: its gate opens only when a person launches it. */
    public boolean leftOut(String phase) {
        return !untilPhases.isEmpty() && !untilPhases.contains(phase);
    }

    public Optional<RunPhase> phase(String name) {
        return phases.stream().filter(phase -> phase.phase().equals(name)).findFirst();
    }

    /** Holes that nobody has decided on yet. */
    public List<RunHole> openHoles() {
        return holes.stream().filter(hole -> hole.state() == HoleState.OPEN).toList();
    }

    /** @param advice what to do next */
    public record RunError(String code, String message, String advice) {}

    /** @param openedBy who opened its gate, null for the engine or not yet */
    public record RunPhase(
            String phase,
            PhaseState state,
            List<RunStep> steps,
            @Nullable String openedBy,
            @Nullable Instant startedAt,
            @Nullable Instant endedAt) {
        public RunPhase {
            steps = List.copyOf(steps);
        }
    }

    /**
     * @param lock the strongest lock of its statements, in the target's word
     * @param waitedMillis time spent waiting for locks, all tries together; null while unknown
     * @param heldMillis longest time a statement of it ran under its lock; null while unknown
     * @param result what a reading step found, null for others
     */
    public record RunStep(
            int index,
            String name,
            String kind,
            StepState state,
            String sql,
            String lock,
            int attempts,
            @Nullable Long waitedMillis,
            @Nullable Long heldMillis,
            @Nullable Long rows,
            @Nullable String result,
            @Nullable String error,
            @Nullable Instant startedAt,
            @Nullable Instant endedAt) {}
}
