package dev.lockkeeper.target;

import dev.lockkeeper.plan.Digest;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A session on a target, as the lock page shows it.
 *
 * @param connectedAt null where the server does not tell; such a server does not use a number twice
 * @param blockedBy ids of the sessions it waits for
 * @param run the run it belongs to, null when it is not ours
 * @param elsewhere the database that it is connected to when that is another than the target's, null when it is the target's
 */
public record Session(
        long id,
        String user,
        String application,
        @Nullable String client,
        @Nullable Instant connectedAt,
        String state,
        @Nullable String statement,
        @Nullable Instant transactionSince,
        @Nullable Instant waitingSince,
        @Nullable String lock,
        List<Long> blockedBy,
        @Nullable Long run,
        @Nullable String elsewhere) {
    private static final int DIGEST = 64;

    public Session {
        blockedBy = List.copyOf(blockedBy);
    }

    /** Tells it, and what it is at, from another of the same number: who asked about this one does not mean that one. */
    public String mark() {
        return Digest.of(String.join("\n", user, application, String.valueOf(client), String.valueOf(connectedAt)))
                + Digest.of(String.valueOf(statement));
    }

    /** Whether it is the one with that mark. @param doing whether it must be at the same statement too */
    boolean is(String mark, boolean doing) {
        return doing ? mark().equals(mark) : mark().regionMatches(0, mark, 0, DIGEST) && mark.length() == 2 * DIGEST;
    }

    public boolean ours() {
        return run != null;
    }
}
