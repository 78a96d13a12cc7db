package dev.lockkeeper.target.mysql;

import dev.lockkeeper.target.mysql.KeyColumn.Comparison;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Conditions on the columns of a key. The servers do not read {@code (a, b) > (1, 2)} as a range of an index over {@code a, b}, but they
 * do so with {@code a >= 1 and (a > 1 or (a = 1 and b > 2))}.
 */
final class Ranges {

    /** What a column is compared with: a key's text, or a placeholder. */
    interface Side {
        String of(int column, Comparison how);
    }

    private Ranges() {}

    static Side values(List<KeyColumn> key, List<String> texts) {
        return (column, how) -> key.get(column).compare(how, texts.get(column));
    }

    /** {@code $1}, {@code $2}, … for people. */
    static Side placeholders(List<KeyColumn> key, int first) {
        return (column, how) -> key.get(column).sql() + " " + how.sign + " $" + (first + column);
    }

    /**
     * After {@code lo}, up to and with {@code hi}.
     *
     * @param lo null for the start
     */
    static String between(int columns, @Nullable Side lo, Side hi) {
        String upTo = upTo(columns, hi);
        return lo == null ? upTo : after(columns, lo) + "\n  and " + upTo;
    }

    /** Of fewer columns than the key has: behind all rows that begin so. */
    static String after(int columns, Side side) {
        return columns == 1
                ? side.of(0, Comparison.ABOVE)
                : side.of(0, Comparison.FROM) + " and " + beyond(0, columns, side, Comparison.ABOVE, Comparison.ABOVE);
    }

    /** Of fewer columns than the key has: with all rows that begin so. */
    static String upTo(int columns, Side side) {
        return columns == 1
                ? side.of(0, Comparison.UP_TO)
                : side.of(0, Comparison.UP_TO) + " and " + beyond(0, columns, side, Comparison.BELOW, Comparison.UP_TO);
    }

    static String at(int columns, Side side) {
        return IntStream.range(0, columns)
                .mapToObj(column -> side.of(column, Comparison.AT))
                .collect(Collectors.joining(" and "));
    }

    private static String beyond(int column, int columns, Side side, Comparison strictly, Comparison last) {
        return column == columns - 1
                ? side.of(column, last)
                : "(" + side.of(column, strictly) + " or (" + side.of(column, Comparison.AT) + " and "
                        + beyond(column + 1, columns, side, strictly, last) + "))";
    }
}
