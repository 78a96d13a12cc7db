package dev.lockkeeper.web;

import dev.lockkeeper.check.ReviewView;
import dev.lockkeeper.lint.LintFinding;
import dev.lockkeeper.lint.StepFinding;
import dev.lockkeeper.target.StepSql;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A phase as a reviewer sees it.
 *
 * @param planned the names of its steps, all there is while there is no exact SQL
 * @param findings of the rules, each with its step
 * @param exact null while there is none
 */
record PhaseReview(
        int number,
        String name,
        String gate,
        List<String> checklist,
        List<String> planned,
        List<StepFinding> findings,
        ReviewView.@Nullable PhaseView exact) {

    public List<StepSql> steps() {
        return exact == null ? List.of() : exact.steps();
    }

    /** @param step 0-based place in the phase */
    public List<LintFinding> findings(int step) {
        return findings.stream()
                .filter(found -> found.step() == step)
                .map(StepFinding::finding)
                .toList();
    }

    public boolean approved() {
        return exact != null && exact.approval().approved();
    }

    /** What can be said of the way back in one word. */
    public @Nullable Mark wayBack() {
        if (exact == null) {
            return null;
        }
        if (steps().stream().map(StepSql::irreversible).anyMatch(Objects::nonNull)) {
            return new Mark("warning", "one way", "hold");
        }
        if (steps().stream().anyMatch(step -> !step.later().isEmpty())) {
            return new Mark("warning", "one way later", "hold");
        }
        return steps().stream().allMatch(step -> step.back().isEmpty())
                ? new Mark("dotted", "nothing to undo", "idle")
                : new Mark("check", "reversible", "ok");
    }
}
