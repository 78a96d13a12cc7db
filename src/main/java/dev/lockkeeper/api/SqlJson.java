package dev.lockkeeper.api;

import dev.lockkeeper.catalog.Approval;
import dev.lockkeeper.catalog.ApprovalRule;
import dev.lockkeeper.check.Blast;
import dev.lockkeeper.check.Blasts;
import dev.lockkeeper.check.ReviewView;
import dev.lockkeeper.security.Role;
import dev.lockkeeper.target.Statement;
import dev.lockkeeper.target.StepSql;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The exact statements of every phase on a target.
 *
 * @param digest of the revision's text, which an approval names
 * @param blastUnknown why no blast radius is known; left out when it is
 */
record SqlJson(
        String migration,
        int revision,
        String target,
        String serverVersion,
        String digest,
        @Nullable String blastUnknown,
        List<PhaseJson> phases) {

    /** @param digest of the SQL of the phase, forward and back */
    @Schema(name = "SqlPhase")
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
    @Schema(name = "SqlStep")
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
            String sql,
            String mode,
            LockJson lock,
            @Nullable String fallback,
            @Nullable String leftover,
            @Nullable BlastJson blast) {}

    /**
     * What the statement would do to others now; left out for what locks no table.
     *
     * @param unknown why that is not all; left out when it is
     * @param unmeasured why it is predicted and not measured; left out when it is measured, and for MySQL
     */
    record BlastJson(List<ReachJson> tables, @Nullable String unknown, @Nullable String unmeasured) {

        static @Nullable BlastJson of(@Nullable Blast blast) {
            return blast == null
                    ? null
                    : new BlastJson(
                            blast.tables().stream().map(ReachJson::of).toList(), blast.unknown(), blast.unmeasured());
        }
    }

    /**
     * @param blocks of {@code reads}, {@code writes}, {@code ddl}
     * @param time how long at this size; its bounds are left out when they are unknown
     * @param ahead sessions that the statement would wait for, the oldest of {@code aheadInAll}
     * @param queue who would queue behind it, in words
     */
    record ReachJson(
            String table,
            LockJson lock,
            List<String> blocks,
            @Nullable Long rows,
            @Nullable Long bytes,
            Blast.Span time,
            List<Blast.Holder> ahead,
            int aheadInAll,
            @Nullable Double writesPerSecond,
            @Nullable Double readsPerSecond,
            String queue) {

        static ReachJson of(Blast.Reach reach) {
            return new ReachJson(
                    reach.table(),
                    lockJson(reach.lock()),
                    reach.blocks(),
                    reach.rows(),
                    reach.bytes(),
                    reach.time(),
                    reach.ahead(),
                    reach.aheadInAll(),
                    reach.writesPerSecond(),
                    reach.readsPerSecond(),
                    reach.queue());
        }
    }

    /** @param source {@code predicted} or {@code measured} */
    @Schema(name = "StatementLock")
    record LockJson(String mode, String blocks, boolean rewrites, boolean scans, String source) {}

    static SqlJson of(ReviewView review, Blasts blasts) {
        return new SqlJson(
                review.migration(),
                review.revision(),
                review.target(),
                review.serverVersion(),
                review.digest(),
                blasts.trouble(),
                review.phases().stream()
                        .map(phase -> phase(review, phase, blasts))
                        .toList());
    }

    private static PhaseJson phase(ReviewView review, ReviewView.PhaseView phase, Blasts blasts) {
        return new PhaseJson(
                phase.phase(),
                phase.digest(),
                GateJson.of(phase.gate(), review.phases().getFirst().equals(phase)),
                ApprovedJson.of(phase.approval()),
                phase.steps().stream()
                        .map(step -> step(phase.phase(), step, blasts))
                        .toList());
    }

    private static StepJson step(String phase, StepSql step, Blasts blasts) {
        Function<Statement, StatementJson> statement = one -> statement(one, blasts.of(phase, step.index(), one));
        return new StepJson(
                step.index(),
                step.title(),
                step.kind(),
                step.forward().stream().map(statement).toList(),
                step.back().stream().map(statement).toList(),
                step.irreversible(),
                step.notes());
    }

    private static LockJson lockJson(Statement.Lock lock) {
        return new LockJson(lock.mode(), lock.blocks(), lock.rewrites(), lock.scans(), wire(lock.source()));
    }

    private static StatementJson statement(Statement statement, @Nullable Blast blast) {
        Statement.Lock measured = blast == null ? null : blast.measured();
        return new StatementJson(
                statement.sql(),
                wire(statement.mode()),
                lockJson(measured == null ? statement.lock() : measured),
                statement.fallback(),
                statement.leftover() == null ? null : statement.leftover().drop(),
                BlastJson.of(blast));
    }

    private static String wire(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
