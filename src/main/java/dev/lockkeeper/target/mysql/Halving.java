package dev.lockkeeper.target.mysql;

import java.math.BigInteger;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds a key that leaves a given share of a large range before it, without reading the range: values are guessed, and the server says by
 * a dive into its index how many rows are on either side. It takes at most some hundred short questions, however the keys are spread: one
 * row at 300 000 000 000 behind millions of small ones costs twenty.
 *
 * <p>Estimates are rough, so parts are of unequal length. They are never wrong ones: a border is always a key that is there.
 */
final class Halving {

    /** Enough to come down from the range of a {@code bigint} to a single value. */
    private static final int GUESSES = 70;

    private static final double GOOD_ENOUGH = 1.25;

    private final Sending sending;
    private final RowsSql sql;
    private final List<KeyColumn> key;

    Halving(Sending sending, RowsSql sql) {
        this.sending = sending;
        this.sql = sql;
        this.key = sql.keyColumns();
    }

    /** @param part of {@code parts} parts, which are to be before the key. @return a key of the range and not its last, or nothing */
    Optional<List<String>> key(@Nullable List<String> from, List<String> hi, int part, int parts) throws SQLException {
        Range range = new Range(from, hi, (double) part / (parts - part));
        List<String> prefix = List.of();
        Optional<List<String>> best = Optional.empty();
        while (prefix.size() < key.size() && Scale.has(key.get(prefix.size()))) {
            Optional<List<String>> first = one(sql.edge(prefix, from, hi, false));
            Optional<List<String>> last = one(sql.edge(prefix, from, hi, true));
            if (first.isEmpty() || last.isEmpty()) {
                break;
            }
            Guess guess = guess(range, prefix, first.get(), last.get());
            best = Optional.of(guess.before());
            if (guess.good()) {
                break;
            }
            prefix = guess.heavy();
        }
        Optional<List<String>> border = best.isEmpty() ? best : one(sql.behind(best.get(), from, hi));
        return border.filter(one -> !one.equals(hi));
    }

    /** @param ratio of the rows before the border to those behind it */
    private record Range(@Nullable List<String> from, List<String> hi, double ratio) {}

    /**
     * @param before what the rows before the border begin with at most
     * @param heavy when no value was good: so many rows begin with it that the border is among them
     */
    private record Guess(List<String> before, boolean good, List<String> heavy) {}

    private Guess guess(Range range, List<String> prefix, List<String> first, List<String> last) throws SQLException {
        int column = prefix.size();
        Scale scale = new Scale(key.get(column), first.get(column), last.get(column));
        BigInteger low = scale.of(first.get(column));
        BigInteger high = scale.of(last.get(column));
        for (int i = 0; i < GUESSES && high.subtract(low).compareTo(BigInteger.ONE) > 0; i++) {
            BigInteger middle = low.add(high).shiftRight(1);
            List<String> before = with(prefix, scale.at(middle));
            double off = off(range, before);
            if (off <= GOOD_ENOUGH && off >= 1 / GOOD_ENOUGH) {
                return new Guess(before, true, before);
            }
            if (off > 1) {
                high = middle;
            } else {
                low = middle;
            }
        }
        List<String> lower = with(prefix, scale.at(low));
        boolean lowest = low.equals(high) || off(range, lower) > 1;
        return new Guess(lower, false, with(prefix, lowest ? first.get(column) : valueBehind(range, lower, last)));
    }

    /** A value that is there: what was guessed for a text is none. */
    private String valueBehind(Range range, List<String> lower, List<String> last) throws SQLException {
        return one(sql.behind(lower, range.from(), range.hi())).orElse(last).get(lower.size() - 1);
    }

    /** How many times too many rows are before: below 1 for too few. */
    private double off(Range range, List<String> before) throws SQLException {
        double left = estimate(sql.explain(range.from(), before));
        double right = estimate(sql.explain(before, range.hi()));
        return (left + 1) / ((right + 1) * range.ratio());
    }

    private double estimate(String explain) throws SQLException {
        return sending.list(explain, row -> row.getDouble("rows")).stream()
                .mapToDouble(Double::doubleValue)
                .findFirst()
                .orElse(0);
    }

    private static List<String> with(List<String> prefix, String value) {
        List<String> longer = new ArrayList<>(prefix);
        longer.add(value);
        return List.copyOf(longer);
    }

    private Optional<List<String>> one(String query) throws SQLException {
        return sending.list(query, sql::key).stream().findFirst();
    }
}
