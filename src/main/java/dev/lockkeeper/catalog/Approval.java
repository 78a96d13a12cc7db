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
 * @param fingerprint of the target as it was; null for approvals of an older version, which the digests of their SQL bind
 * @param policyDigest of what the policy asked for, {@link Policy.Approvers#digest}; null as for what is shipped
 * @param policyWords the same in words
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
        @Nullable String fingerprint,
        @Nullable String policyDigest,
        @Nullable String policyWords,
        long approverId,
        String approver,
        String comment,
        Instant createdAt,
        @Nullable Instant withdrawnAt) {

    /** Whether it speaks of the phase at all. @param needsOwn whether the phase asks for approvals of its own */
    public boolean means(String ofPhase, boolean needsOwn) {
        return phase == null ? !needsOwn : phase.equals(ofPhase);
    }

    /** {@code the plan}, {@code the phase contract}. */
    public String subject() {
        return phase == null ? "the plan" : "the phase " + phase;
    }
}
