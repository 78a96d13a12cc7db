package dev.lockkeeper.run;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row that a walk left out, as people see it.
 *
 * @param id its own among all runs, by which it is decided on
 * @param step the walk: {@code phase/index}, with {@code /back} when clearing
 * @param key each column as the target's own text
 * @param error what the target said last
 * @param reason why it was accepted or is tried again; null when nobody said
 * @param decidedBy null while nobody has
 */
public record RunHole(
        long id,
        String phase,
        String step,
        String table,
        List<String> key,
        String error,
        HoleState state,
        Instant since,
        @Nullable String reason,
        @Nullable String decidedBy) {
    public RunHole {
        key = List.copyOf(key);
    }

    /** The key on one line. */
    public String row() {
        return String.join(", ", key);
    }
}
