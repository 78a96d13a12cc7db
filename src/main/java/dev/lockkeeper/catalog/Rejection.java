package dev.lockkeeper.catalog;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who may approve says no to a revision on a target. It stands until it is withdrawn; a new revision begins without any.
 *
 * @param phase null when it is about every phase
 * @param comment why
 * @param withdrawnAt null while it stands
 */
public record Rejection(
        UUID id,
        String migration,
        int revision,
        String target,
        @Nullable String phase,
        long rejecterId,
        String rejecter,
        String comment,
        Instant createdAt,
        @Nullable Instant withdrawnAt) {

    /** Whether it keeps the phase from being run on the target. */
    public boolean stops(String onTarget, String ofPhase) {
        return withdrawnAt == null && target.equals(onTarget) && (phase == null || phase.equals(ofPhase));
    }

    /** {@code the plan}, {@code the phase contract}. */
    public String subject() {
        return phase == null ? "the plan" : "the phase " + phase;
    }
}
