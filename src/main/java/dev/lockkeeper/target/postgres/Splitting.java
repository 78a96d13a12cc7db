package dev.lockkeeper.target.postgres;

import dev.lockkeeper.target.KeyRange;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Divides a table into ranges of about equal numbers of rows, for any orderable key: the largest key is read, and the inner borders are
 * quantiles of a sample of whole pages. A bad sample makes lanes of unequal length, never wrong ones.
 */
final class Splitting {

    /** A table of fewer rows is one lane: planning more would take longer than walking it. */
    private static final long WORTH_TWO_LANES = 20_000;
    /** Rows that a sample should have; a few thousand place a quartile within two per cent. */
    static final double SAMPLE = 20_000;

    private final Sending sending;
    private final RowsSql sql;
    private final long estimate;

    Splitting(Sending sending, RowsSql sql, long estimate) {
        this.sending = sending;
        this.sql = sql;
        this.estimate = estimate;
    }

    List<KeyRange> ranges(int lanes) {
        try {
            List<List<String>> last = keys(sql.last());
            if (last.isEmpty()) {
                return List.of();
            }
            List<KeyRange> ranges = new ArrayList<>();
            List<String> lo = null;
            for (List<String> border : borders(lanes, last.getFirst())) {
                ranges.add(new KeyRange(lo, border));
                lo = border;
            }
            ranges.add(new KeyRange(lo, last.getFirst()));
            return ranges;
        } catch (SQLException e) {
            throw SqlFailures.of("dividing the table into lanes", e);
        }
    }

    private List<List<String>> borders(int lanes, List<String> last) throws SQLException {
        if (lanes < 2 || estimate < WORTH_TWO_LANES) {
            return List.of();
        }
        double percent = Math.min(100, 100 * SAMPLE / estimate);
        List<List<String>> borders = new ArrayList<>(keys(sql.borders(lanes, percent)));
        @Nullable List<String> before = null;
        List<List<String>> distinct = new ArrayList<>();
        for (List<String> border : borders) {
            if (sql.byBlocks() && !Blocks.before(border, last)) {
                break;
            }
            if (!border.equals(before) && !border.equals(last)) {
                distinct.add(border);
            }
            before = border;
        }
        return distinct;
    }

    private List<List<String>> keys(String query) throws SQLException {
        return sending.list(query, sql::key);
    }
}
