package dev.lockkeeper.target;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A step resolved for a target: every statement, forward and back.
 *
 * @param index 0-based place in its phase
 * @param title what people call it
 * @param back empty when there is nothing to undo
 * @param irreversible why it cannot be undone, null when it can
 * @param notes what a reviewer should know, for example {@code metadata only: no row is written}
 */
public record StepSql(
        int index, String title, String kind, List<Statement> forward, List<Statement> back, @Nullable String irreversible, List<String> notes) {
    public StepSql {
        forward = List.copyOf(forward);
        back = List.copyOf(back);
        notes = List.copyOf(notes);
    }
}
