package dev.lockkeeper.target;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A session on a target, as the lock page shows it.
 *
 * @param blockedBy ids of the sessions it waits for
 * @param run the run it belongs to, null when it is not ours
 * @param elsewhere the database that it is connected to when that is another than the target's, null when it is the target's
 */
public record Session(
        long id,
        String user,
        String application,
        @Nullable String client,
        String state,
        @Nullable String statement,
        @Nullable Instant transactionSince,
        @Nullable Instant waitingSince,
        @Nullable String lock,
        List<Long> blockedBy,
        @Nullable Long run,
        @Nullable String elsewhere) {
    public Session {
        blockedBy = List.copyOf(blockedBy);
    }

    public boolean ours() {
        return run != null;
    }
}
