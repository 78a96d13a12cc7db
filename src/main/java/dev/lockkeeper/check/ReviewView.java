package dev.lockkeeper.check;

import dev.lockkeeper.catalog.ApprovalRule;
import dev.lockkeeper.plan.Gate;
import dev.lockkeeper.target.StepSql;
import java.util.List;

/**
 * A revision on a target, as approvers read it.
 *
 * @param digest of the revision's text
 */
public record ReviewView(
        String migration, int revision, String digest, String target, String serverVersion, List<PhaseView> phases) {
    public ReviewView {
        phases = List.copyOf(phases);
    }

    /**
     * @param digest of the SQL, forward and back
     * @param gateWords what the phase waits for, in a sentence
     * @param approval whether it is approved as it stands, and why not
     */
    public record PhaseView(
            String phase,
            String digest,
            Gate gate,
            String gateWords,
            List<StepSql> steps,
            ApprovalRule.Decision approval) {
        public PhaseView {
            steps = List.copyOf(steps);
        }
    }
}
