package dev.lockkeeper.web;

import dev.lockkeeper.Failure;
import dev.lockkeeper.lint.LintFinding;
import dev.lockkeeper.lint.StepFinding;
import dev.lockkeeper.plan.Plan;
import dev.lockkeeper.target.Resolved;
import dev.lockkeeper.target.StepSql;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What there is to say of a text that somebody is writing.
 *
 * @param refusal why it would not be stored; null when it would
 * @param plan what it says; null when it cannot be read
 * @param findings of the rules, those of the file and those of its SQL, in the order of the text
 * @param target what it was looked at for; null for no target
 * @param unjoined why the target was not asked, null when it was or when there is none
 * @param exact the SQL on the target; null when there is none
 */
record Draft(
        @Nullable Failure refusal,
        @Nullable Plan plan,
        List<StepFinding> findings,
        @Nullable String target,
        @Nullable Failure unjoined,
        @Nullable Resolved exact) {

    Draft {
        findings = List.copyOf(findings);
    }

    static Draft refused(Failure refusal) {
        return new Draft(refusal, null, List.of(), null, null, null);
    }

    /** Everything that is wrong with the text, each with its place; one without when the refusal names none. */
    public List<Failure.Problem> problems() {
        if (refusal == null) {
            return List.of();
        }
        return refusal.problems().isEmpty()
                ? List.of(new Failure.Problem(0, 0, "", refusal.message() + " " + refusal.advice()))
                : refusal.problems();
    }

    public List<LintFinding> found() {
        return findings.stream().map(StepFinding::finding).toList();
    }

    public long blocking() {
        return found().stream().filter(LintFinding::blocks).count();
    }

    public long suppressed() {
        return found().stream().filter(finding -> finding.suppressed() != null).count();
    }

    public long advisory() {
        return findings.size() - blocking() - suppressed();
    }

    /** How the whole looks. */
    public Mark mark() {
        if (refusal != null) {
            return new Mark("cross", "error", "bad");
        }
        if (blocking() > 0) {
            return new Mark("cross", "blocking", "bad");
        }
        return findings.isEmpty() ? new Mark("check", "reads well", "ok") : new Mark("warning", "advice", "hold");
    }

    public long statements() {
        return exact == null
                ? 0
                : exact.phases().stream()
                        .flatMap(phase -> phase.steps().stream())
                        .map(StepSql::forward)
                        .mapToLong(List::size)
                        .sum();
    }
}
