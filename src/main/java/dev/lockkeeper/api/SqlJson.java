package dev.lockkeeper.api;

import dev.lockkeeper.catalog.Approval;
import dev.lockkeeper.catalog.ApprovalRule;
import dev.lockkeeper.check.ReviewView;
import dev.lockkeeper.security.Role;
import dev.lockkeeper.target.Statement;
import dev.lockkeeper.target.StepSql;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The exact statements of every phase on a target.
 *
 * @param digest of the revision's text, which an approval names
 */
record SqlJson(
        String migration, int revision, String target, String serverVersion, String digest, List<PhaseJson> phases) {

    /** @param digest of the SQL of the phase, forward and back */
    record PhaseJson(String phase, String digest, GateJson gate, ApprovedJson approval, List<StepJson> steps) {}

    /**
     * @param own whether an approval of the plan as a whole does not do
     * @param needed how many different people have to approve
     * @param roles of which each needs one
     * @param by whose approvals count
     */
    record ApprovedJson(
            boolean approved, String why, boolean own, int needed, int missing, List<String> roles, List<String> by) {
        static ApprovedJson of(ApprovalRule.Decision decision) {
            return new ApprovedJson(
                    decision.approved(),
                    decision.why(),
                    decision.needsOwn(),
                    decision.needed(),
                    decision.missing(),
                    decision.roles().stream().map(Role::wire).toList(),
                    decision.counted().stream().map(Approval::approver).toList());
        }
    }

    /** @param irreversible why it cannot be undone; left out when it can */
    record StepJson(
            int index,
            String name,
            String kind,
            List<StatementJson> forward,
            List<StatementJson> back,
            @Nullable String irreversible,
            List<String> notes) {}

    /**
     * @param fallback sent instead where the target answers that it cannot do {@code sql} so; left out for none
     * @param leftover sent first, when a try that failed has left something behind; left out for none
     */
    record StatementJson(
            String sql, String mode, LockJson lock, @Nullable String fallback, @Nullable String leftover) {}

    /** @param source {@code predicted} or {@code measured} */
    record LockJson(String mode, String blocks, boolean rewrites, boolean scans, String source) {}

    static SqlJson of(ReviewView review) {
        return new SqlJson(
                review.migration(),
                review.revision(),
                review.target(),
                review.serverVersion(),
                review.digest(),
                review.phases().stream().map(phase -> phase(review, phase)).toList());
    }

    private static PhaseJson phase(ReviewView review, ReviewView.PhaseView phase) {
        return new PhaseJson(
                phase.phase(),
                phase.digest(),
                GateJson.of(phase.gate(), review.phases().getFirst().equals(phase)),
                ApprovedJson.of(phase.approval()),
                phase.steps().stream().map(SqlJson::step).toList());
    }

    private static StepJson step(StepSql step) {
        return new StepJson(
                step.index(),
                step.title(),
                step.kind(),
                step.forward().stream().map(SqlJson::statement).toList(),
                step.back().stream().map(SqlJson::statement).toList(),
                step.irreversible(),
                step.notes());
    }

    private static StatementJson statement(Statement statement) {
        Statement.Lock lock = statement.lock();
        return new StatementJson(
                statement.sql(),
                wire(statement.mode()),
                new LockJson(lock.mode(), lock.blocks(), lock.rewrites(), lock.scans(), wire(lock.source())),
                statement.fallback(),
                statement.leftover() == null ? null : statement.leftover().drop());
    }

    private static String wire(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
