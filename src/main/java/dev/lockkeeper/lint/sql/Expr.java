package dev.lockkeeper.lint.sql;

import java.util.List;

/**
 * An expression.
 *
 * @param text as written, without the comments
 * @param calls names of the functions that it calls, in lower case and without their schema; {@code now} stands for {@code
 *     current_timestamp} and its kin as well
 * @param columns whether it names a column
 */
public record Expr(String text, List<String> calls, boolean columns) {
    public Expr {
        calls = List.copyOf(calls);
    }

    /** Whether it is the same for every row and needs no function: {@code 0}, {@code 'x'::text}, {@code -1 * 60}. */
    public boolean constant() {
        return calls.isEmpty() && !columns;
    }
}
