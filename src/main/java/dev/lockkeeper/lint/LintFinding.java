package dev.lockkeeper.lint;

import dev.lockkeeper.plan.Level;
import dev.lockkeeper.target.Statement.Lock;
import org.jspecify.annotations.Nullable;

/**
 * What a rule has found in one statement.
 *
 * @param rule its id, for policies and suppressions
 * @param statement the text that it is about
 * @param line 1 for the first line of the text that was given
 * @param column 1 for the first character of the line
 * @param message the danger in one sentence, with the target's numbers where they are known
 * @param lock what the statement locks and blocks, null where that is not the point
 * @param saferWay as SQL; empty where there is none
 * @param plan a migration file that does the same without blocking, null where there is none
 * @param suppressed the author's reason, null when it counts
 */
public record LintFinding(
        String rule,
        Level level,
        String statement,
        int line,
        int column,
        String message,
        @Nullable Lock lock,
        String saferWay,
        @Nullable String plan,
        @Nullable String suppressed) {

    /** Whether it stands in the way of a launch. */
    public boolean blocks() {
        return level == Level.BLOCKING && suppressed == null;
    }
}
