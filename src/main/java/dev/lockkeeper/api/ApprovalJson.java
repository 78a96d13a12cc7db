package dev.lockkeeper.api;

import dev.lockkeeper.catalog.Approval;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * @param approval its id
 * @param phase left out when it covers every phase whose gate does not ask for one of its own
 * @param digest of the revision's text
 * @param sqlDigests phase to digest of the SQL that was approved
 * @param policy what the policy asked for when it was given; left out for approvals of an older version
 * @param withdrawnAt left out while it stands
 */
record ApprovalJson(
        UUID approval,
        String migration,
        int revision,
        String target,
        @Nullable String phase,
        String digest,
        Map<String, String> sqlDigests,
        String approver,
        String comment,
        Instant createdAt,
        @Nullable String policy,
        @Nullable Instant withdrawnAt) {

    static ApprovalJson of(Approval approval) {
        return new ApprovalJson(
                approval.id(),
                approval.migration(),
                approval.revision(),
                approval.target(),
                approval.phase(),
                approval.digest(),
                approval.sqlDigests(),
                approval.approver(),
                approval.comment(),
                approval.createdAt(),
                approval.policyWords(),
                approval.withdrawnAt());
    }
}
