package dev.lockkeeper.target.mysql;

import dev.lockkeeper.target.KeyRange;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Divides a table, or what is left of a lane, into ranges of about equal numbers of rows, for any key. What is short is counted; what is
 * long is halved by the server's estimates ({@link Halving}). Neither server samples a table as PostgreSQL does.
 */
final class Splitting {

    /** A table of fewer rows is one lane: planning more would take longer than walking it. */
    private static final int WORTH_TWO_LANES = 20_000;

    /** A half of fewer rows is done sooner than another worker is at it. */
    static final int WORTH_A_WORKER = 5_000;

    /** Ranges up to this are counted: the rows are read in the order of the key in some ten milliseconds. */
    private static final int COUNTED = 200_000;

    private final Sending sending;
    private final RowsSql sql;
    private final int counted;

    Splitting(Sending sending, RowsSql sql) {
        this(sending, sql, COUNTED);
    }

    /** @param counted how many rows are counted at most */
    Splitting(Sending sending, RowsSql sql, int counted) {
        this.sending = sending;
        this.sql = sql;
        this.counted = counted;
    }

    List<KeyRange> ranges(int lanes) throws SQLException {
        Optional<List<String>> last = one(sql.last());
        if (last.isEmpty()) {
            return List.of();
        }
        List<String> hi = last.get();
        List<KeyRange> ranges = new ArrayList<>();
        long rows = count(null, hi);
        if (rows < Math.min(WORTH_TWO_LANES, counted)) {
            ranges.add(new KeyRange(null, hi));
        } else if (rows < counted) {
            byCount(ranges, hi, lanes, Math.max(1, rows / lanes));
        } else {
            byEstimate(ranges, null, hi, lanes);
        }
        return ranges;
    }

    /** The key that leaves half of the range before it; empty when the range is not worth two workers. */
    Optional<List<String>> middle(@Nullable List<String> from, List<String> hi) throws SQLException {
        long left = count(from, hi);
        if (left < Math.min(2 * WORTH_A_WORKER, counted)) {
            return Optional.empty();
        }
        Optional<List<String>> middle = left < counted ? one(sql.probe(from, hi, left / 2)) : border(from, hi, 1, 2);
        return middle.filter(key -> !key.equals(hi));
    }

    private void byCount(List<KeyRange> ranges, List<String> hi, int lanes, long rows) throws SQLException {
        List<String> lo = null;
        for (int lane = 1; lane < lanes; lane++) {
            Optional<List<String>> border = one(sql.probe(lo, hi, rows)).filter(key -> !key.equals(hi));
            if (border.isPresent()) {
                ranges.add(new KeyRange(lo, border.get()));
                lo = border.get();
            }
        }
        ranges.add(new KeyRange(lo, hi));
    }

    private void byEstimate(List<KeyRange> ranges, @Nullable List<String> lo, List<String> hi, int lanes)
            throws SQLException {
        int near = lanes / 2;
        Optional<List<String>> border = lanes < 2 ? Optional.empty() : border(lo, hi, near, lanes);
        if (border.isEmpty()) {
            ranges.add(new KeyRange(lo, hi));
        } else {
            byEstimate(ranges, lo, border.get(), near);
            byEstimate(ranges, border.get(), hi, lanes - near);
        }
    }

    /** Where nothing can be estimated, what can be counted is one part, and the rest is divided again later. */
    private Optional<List<String>> border(@Nullable List<String> from, List<String> hi, int part, int parts)
            throws SQLException {
        Optional<List<String>> border = new Halving(sending, sql).key(from, hi, part, parts);
        return border.isPresent()
                ? border
                : one(sql.probe(from, hi, Math.max(1, counted / 2))).filter(key -> !key.equals(hi));
    }

    private long count(@Nullable List<String> from, List<String> hi) throws SQLException {
        return sending.list(sql.countUpTo(from, hi, counted), row -> row.getLong(1))
                .getFirst();
    }

    private Optional<List<String>> one(String query) throws SQLException {
        return sending.list(query, sql::key).stream().findFirst();
    }
}
