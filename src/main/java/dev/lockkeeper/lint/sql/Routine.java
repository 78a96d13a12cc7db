package dev.lockkeeper.lint.sql;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The body of a {@code do} block or a function, as far as rules ask.
 *
 * @param statements all statements of SQL in it, in order, those in loops too
 * @param loops in the order of their beginnings, those in others too
 */
public record Routine(List<Statement> statements, List<Loop> loops) {
    public static final Routine NOTHING = new Routine(List.of(), List.of());

    public Routine {
        statements = List.copyOf(statements);
        loops = List.copyOf(loops);
    }

    /**
     * @param text as written
     * @param line 1 for the first line of the body
     * @param act of the text between the quotes when it is {@code execute '…'}; {@link Act.Unreadable} for what nobody can read,
     *     with its place in the body
     */
    public record Statement(String text, int line, Act act) {}

    /**
     * A loop.
     *
     * @param line 1 for the first line of the body
     * @param rows what the statement that it runs over does, null when it runs over no rows
     * @param inside the statements in it, those of loops in it too; the ends of transactions are {@link Act.Commit}s among them
     * @param commits whether it ends transactions
     * @param exits conditions under which it ends, as written: of {@code exit when}, of an {@code if} around {@code exit} or {@code
     *     return}, and of {@code while}, where the loop goes on for as long as it is true
     * @param endsOnNoRows whether one of them is that a statement found or wrote no rows
     * @param moving names of variables that it sets and that a statement in it compares with by {@code >}: a cursor of its own
     */
    public record Loop(
            int line,
            Kind kind,
            @Nullable Act rows,
            List<Statement> inside,
            boolean commits,
            List<String> exits,
            boolean endsOnNoRows,
            Set<String> moving) {
        public Loop {
            inside = List.copyOf(inside);
            exits = List.copyOf(exits);
            moving = Set.copyOf(moving);
        }
    }

    public enum Kind {
        /** Until something in it ends it. */
        PLAIN,
        WHILE,
        /** {@code for i in 1..10}, {@code foreach}. */
        COUNTED,
        /** {@code for r in select …}. */
        ROWS
    }
}
