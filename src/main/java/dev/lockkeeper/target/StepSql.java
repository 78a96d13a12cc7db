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
 * @param later statements that run once the retention of the step is over, such as the real drop of a column kept for a while; after
 *     them {@code back} is no way back any more
 */
public record StepSql(
        int index,
        String title,
        String kind,
        List<Statement> forward,
        List<Statement> back,
        @Nullable String irreversible,
        List<String> notes,
        List<Statement> later) {
    public StepSql {
        forward = List.copyOf(forward);
        back = List.copyOf(back);
        notes = List.copyOf(notes);
        later = List.copyOf(later);
    }

    /** A step that leaves nothing for later. */
    public StepSql(
            int index,
            String title,
            String kind,
            List<Statement> forward,
            List<Statement> back,
            @Nullable String irreversible,
            List<String> notes) {
        this(index, title, kind, forward, back, irreversible, notes, List.of());
    }
}
