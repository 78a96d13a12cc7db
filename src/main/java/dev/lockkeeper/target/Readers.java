package dev.lockkeeper.target;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Statements that name a column, as the server's statistics have them.
 *
 * @param statements most frequent first, without values, a few at most
 * @param since what the statistics cover, in words
 * @param untold why nobody knows, null when the statistics tell
 */
public record Readers(List<String> statements, String since, @Nullable String untold, String advice) {
    public Readers {
        statements = List.copyOf(statements);
    }

    public static Readers untold(String why, String advice) {
        return new Readers(List.of(), "", why, advice);
    }
}
