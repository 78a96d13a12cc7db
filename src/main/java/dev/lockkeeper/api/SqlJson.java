package dev.lockkeeper.api;

import dev.lockkeeper.check.ReviewView;
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

    record ApprovedJson(boolean approved, String why) {}

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
                new ApprovedJson(phase.approval().approved(), phase.approval().why()),
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
