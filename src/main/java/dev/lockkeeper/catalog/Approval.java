package dev.lockkeeper.catalog;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Somebody's word for exactly these bytes on that target.
 *
 * @param phase null when it covers every phase whose gate does not ask for one of its own
 * @param digest of the revision's text
 * @param sqlDigests phase to the digest of its resolved SQL, forward and back, for the phases it covers
 * @param withdrawnAt null while it stands
 */
public record Approval(
        UUID id,
        String migration,
        int revision,
        String target,
        @Nullable String phase,
        String digest,
        Map<String, String> sqlDigests,
        long approverId,
        String approver,
        String comment,
        Instant createdAt,
        @Nullable Instant withdrawnAt) {

    /** Whether it stands for this phase with this resolved SQL. */
    public boolean covers(String ofPhase, boolean needsOwn, String sqlDigest) {
        boolean meant = phase == null ? !needsOwn : phase.equals(ofPhase);
        return withdrawnAt == null && meant && sqlDigest.equals(sqlDigests.get(ofPhase));
    }
}
