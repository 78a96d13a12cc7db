package dev.lockkeeper.catalog;

import java.util.List;
import java.util.Locale;

/** How far a revision has come, without its runs: those have states of their own, one for each target. */
public enum RevisionState {
    /** Stored; no approval stands. */
    SUBMITTED,
    /** At least one approval stands. Whether it is good for a phase on a target, the board says. */
    APPROVED;

    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @param approvals of the revision */
    public static RevisionState of(List<Approval> approvals) {
        return approvals.stream().anyMatch(approval -> approval.withdrawnAt() == null) ? APPROVED : SUBMITTED;
    }
}
