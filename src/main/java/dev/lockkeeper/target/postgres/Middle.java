package dev.lockkeeper.target.postgres;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the key in the middle of what is left of a lane, at a bounded price: a short rest is counted, a long one judged by a sample of
 * whole pages as in {@link Splitting}. A bad sample makes an uneven half, never a wrong one.
 */
final class Middle {

    /** A half of fewer rows is done sooner than another worker is at it. */
    static final int WORTH_A_WORKER = 5_000;

    /** Rests up to this are counted: an index is read over so many entries in some ten milliseconds. */
    private static final int COUNTED = 200_000;

    /** With fewer rows of the range in the sample the middle would be a guess. */
    private static final int TELLING = 100;

    private final Sending sending;
    private final RowsSql sql;
    private final long estimate;

    Middle(Sending sending, RowsSql sql, long estimate) {
        this.sending = sending;
        this.sql = sql;
        this.estimate = estimate;
    }

    Optional<List<String>> of(@Nullable List<String> from, List<String> hi) throws SQLException {
        long left = sending.list(sql.countUpTo(from, hi, COUNTED), row -> row.getLong(1))
                .getFirst();
        if (left < 2 * WORTH_A_WORKER) {
            return Optional.empty();
        }
        Optional<List<String>> sampled = left < COUNTED || sql.byBlocks() ? Optional.empty() : sampled(from, hi);
        Optional<List<String>> middle = sampled.isPresent()
                ? sampled
                : keys(sql.probe(from, hi, (int) (left / 2))).stream().findFirst();
        return middle.filter(key -> !key.equals(hi));
    }

    private Optional<List<String>> sampled(@Nullable List<String> from, List<String> hi) throws SQLException {
        double percent = Math.min(100, 100.0 * Splitting.SAMPLE / Math.max(COUNTED, estimate));
        return keys(sql.sampledMiddle(from, hi, percent, TELLING)).stream().findFirst();
    }

    private List<List<String>> keys(String query) throws SQLException {
        return sending.list(query, sql::key);
    }
}
