package dev.lockkeeper.api;

import dev.lockkeeper.run.Run;
import dev.lockkeeper.run.RunHole;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run on the wire. What is unknown is left out.
 *
 * @param run the same as {@code id}: the name that the answer to a launch has for it
 * @param backfill the walk that runs now or ran last; zeros before the first
 * @param holes rows that were left out, and those accepted; not those filled since
 */
@Schema(name = "Run")
record RunsApiJson(
        long id,
        long run,
        String migration,
        String title,
        int revision,
        String digest,
        String target,
        String environment,
        @Nullable String team,
        String state,
        @Nullable String waitingFor,
        @Nullable ErrorJson error,
        int dial,
        @Nullable Instant startAt,
        String launchedBy,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        List<PhaseJson> phases,
        RunsApiBackfill backfill,
        List<HoleJson> holes) {

    record ErrorJson(String code, String message, String advice) {}

    @Schema(name = "RunPhase")
    record PhaseJson(
            String phase,
            String state,
            List<StepJson> steps,
            @Nullable String openedBy,
            @Nullable Instant startedAt,
            @Nullable Instant endedAt) {}

    /** @param rows written, or looked at by a reading step */
    @Schema(name = "RunStep")
    record StepJson(
            int index,
            String name,
            String kind,
            String state,
            String sql,
            String lock,
            int attempts,
            @Nullable Long waitedMillis,
            @Nullable Long heldMillis,
            @Nullable Instant startedAt,
            @Nullable Instant endedAt,
            @Nullable Long rows,
            @Nullable String result,
            @Nullable String error) {}

    /**
     * @param hole by which it is decided on
     * @param step {@code phase/index}, as in {@code backfill}
     * @param key each column as the target's own text
     * @param state {@code open}, {@code retrying} or {@code accepted}
     */
    record HoleJson(
            long hole,
            String phase,
            String step,
            String table,
            List<String> key,
            String error,
            String state,
            Instant since,
            @Nullable String reason,
            @Nullable String decidedBy) {
        static HoleJson of(RunHole hole) {
            return new HoleJson(
                    hole.id(),
                    hole.phase(),
                    hole.step(),
                    hole.table(),
                    hole.key(),
                    hole.error(),
                    hole.state().wire(),
                    hole.since(),
                    hole.reason(),
                    hole.decidedBy());
        }
    }

    static RunsApiJson of(Run run) {
        return new RunsApiJson(
                run.id(),
                run.id(),
                run.migration(),
                run.title(),
                run.revision(),
                run.digest(),
                run.target(),
                run.environment(),
                run.team(),
                run.state().wire(),
                run.waitingFor(),
                error(run.error()),
                run.dial(),
                run.startAt(),
                run.launchedBy(),
                run.createdAt(),
                run.startedAt(),
                run.endedAt(),
                run.phases().stream().map(RunsApiJson::phase).toList(),
                RunsApiBackfill.of(run.backfill()),
                run.holes().stream().map(HoleJson::of).toList());
    }

    private static @Nullable ErrorJson error(Run.@Nullable RunError error) {
        return error == null ? null : new ErrorJson(error.code(), error.message(), error.advice());
    }

    private static PhaseJson phase(Run.RunPhase phase) {
        return new PhaseJson(
                phase.phase(),
                phase.state().wire(),
                phase.steps().stream().map(RunsApiJson::step).toList(),
                phase.openedBy(),
                phase.startedAt(),
                phase.endedAt());
    }

    private static StepJson step(Run.RunStep step) {
        return new StepJson(
                step.index(),
                step.name(),
                step.kind(),
                step.state().wire(),
                step.sql(),
                step.lock(),
                step.attempts(),
                step.waitedMillis(),
                step.heldMillis(),
                step.startedAt(),
                step.endedAt(),
                step.rows(),
                step.result(),
                step.error());
    }
}
