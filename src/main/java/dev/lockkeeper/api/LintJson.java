package dev.lockkeeper.api;

import dev.lockkeeper.lint.Rule;
import dev.lockkeeper.lint.StepFinding;
import dev.lockkeeper.target.Statement.Lock;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Findings of lint on the wire. */
final class LintJson {
    private LintJson() {}

    /** @param findings suppressed ones too, in the order of the text */
    record Answer(List<FindingJson> findings) {}

    /**
     * @param severity {@code blocking} or {@code advisory}
     * @param line and @param column of the statement in the text that was given, 1-based
     * @param saferWay as SQL, empty where there is none
     * @param plan a migration file that does the same without blocking; left out where there is none
     * @param suppressed the author's reason; left out when the finding counts
     * @param phase and @param step (0-based) of a migration file; left out for a script
     */
    record FindingJson(
            String rule,
            String severity,
            String statement,
            int line,
            int column,
            String message,
            @Nullable LockJson lock,
            String saferWay,
            @Nullable String plan,
            @Nullable String suppressed,
            @Nullable String phase,
            @Nullable Integer step) {

        static FindingJson of(StepFinding found) {
            var finding = found.finding();
            return new FindingJson(
                    finding.rule(),
                    finding.level().wire(),
                    finding.statement(),
                    finding.line(),
                    finding.column(),
                    finding.message(),
                    LockJson.of(finding.lock()),
                    finding.saferWay(),
                    finding.plan(),
                    finding.suppressed(),
                    found.phase(),
                    found.phase() == null ? null : found.step());
        }
    }

    /** @param source {@code predicted} or {@code measured} */
    @Schema(name = "FindingLock")
    record LockJson(String mode, String blocks, boolean rewrites, boolean scans, String source) {

        static @Nullable LockJson of(@Nullable Lock lock) {
            return lock == null
                    ? null
                    : new LockJson(
                            lock.mode(),
                            lock.blocks(),
                            lock.rewrites(),
                            lock.scans(),
                            lock.source().name().toLowerCase(Locale.ROOT));
        }
    }

    /** @param severity where no policy says otherwise: {@code blocking}, {@code advisory} or {@code off} */
    record RuleJson(String rule, String severity, String danger) {
        static RuleJson of(Rule rule) {
            return new RuleJson(rule.id(), rule.usual().wire(), rule.danger());
        }
    }

    static List<FindingJson> of(List<StepFinding> found) {
        return found.stream().map(FindingJson::of).toList();
    }
}
