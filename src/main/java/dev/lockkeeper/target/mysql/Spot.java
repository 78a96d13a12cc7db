package dev.lockkeeper.target.mysql;

import dev.lockkeeper.plan.Step;
import dev.lockkeeper.target.Statement;
import dev.lockkeeper.target.StepSql;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a step stands in its plan, and what it becomes.
 *
 * @param index 0-based place in its phase
 * @param path for findings: {@code phases[0].steps[1].addColumn}
 */
record Spot(int index, Step step, String path) {

    static Spot of(int phase, int index, Step step) {
        return new Spot(index, step, "phases[" + phase + "].steps[" + index + "]." + step.kind());
    }

    Rendered becomes(List<Statement> forward, List<Statement> back, @Nullable String conflict, List<String> notes) {
        return new Rendered(new StepSql(index, step.title(), step.kind(), forward, back, null, notes), conflict);
    }

    Rendered becomes(List<Statement> forward, List<Statement> back, @Nullable String conflict, String... notes) {
        return becomes(forward, back, conflict, List.of(notes));
    }

    /** For what only reads. */
    Rendered asks(Statement question, String... notes) {
        return becomes(List.of(question), List.of(), null, notes);
    }

    Rendered withoutReturn(List<Statement> forward, String why, List<String> notes) {
        return new Rendered(new StepSql(index, step.title(), step.kind(), forward, List.of(), why, notes), null);
    }

    /** A step with findings, which are thrown before anybody sees it. */
    Rendered nothing() {
        return becomes(List.of(), List.of(), null);
    }
}
