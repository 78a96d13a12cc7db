package dev.lockkeeper.run;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A run in a list: what tells it apart and where it stands, without its steps.
 *
 * @param error what went wrong, null when nothing did
 * @param phase the one that it is in, null when it is in none
 * @param phaseBefore when the phase before that one ended, null when there is none
 * @param rowsDone of the walk that goes on now, null when none does
 * @param rowsTotal the target's estimate, null when unknown
 * @param held why the walk is held back, null when it is not
 */
public record RunLine(
        long id,
        String migration,
        String title,
        int revision,
        String target,
        String environment,
        @Nullable String team,
        RunState state,
        @Nullable String waitingFor,
        @Nullable String error,
        String launchedBy,
        @Nullable Instant startAt,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable String phase,
        @Nullable Instant phaseBefore,
        @Nullable Long rowsDone,
        @Nullable Long rowsTotal,
        @Nullable String held) {}
