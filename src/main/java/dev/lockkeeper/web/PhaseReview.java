package dev.lockkeeper.web;

import dev.lockkeeper.check.ReviewView;
import dev.lockkeeper.target.StepSql;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A phase as a reviewer sees it.
 *
 * @param planned the names of its steps, all there is while there is no exact SQL
 * @param exact null while there is none
 */
record PhaseReview(
        int number,
        String name,
        String gate,
        List<String> checklist,
        List<String> planned,
        ReviewView.@Nullable PhaseView exact) {

    public List<StepSql> steps() {
        return exact == null ? List.of() : exact.steps();
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
