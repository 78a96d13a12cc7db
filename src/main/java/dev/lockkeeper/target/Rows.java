package dev.lockkeeper.target;

import java.util.List;
import java.util.Optional;

/** Walks the rows of one table in chunks. */
public interface Rows {

    /**
     * Divides the table at this moment into ranges of about the same number of rows; empty when it has none.
     *
     * @param lanes how many at most
     */
    List<KeyRange> split(int lanes);

    /**
     * What the ranges of a walk mean: the table itself, not its name, and the columns of its key with their types and order. Ranges
     * that were planned by another key or on another table say nothing about this one.
     */
    String ground();

    /**
     * Whether a walk that was planned on other ground may go on to its end and then be planned anew and walked from its start, because no
     * row is the worse for being looked at again. So it is where rows have no key and lie elsewhere since the table was rewritten, and
     * where the server takes a rebuilt table for another one.
     *
     * @param planned the {@link #ground} it was planned on
     */
    default boolean renews(String planned) {
        return false;
    }

    /**
     * Whether a row that refuses can be left out and found again. False where rows have no key: a place names a row only until it is
     * updated, so what refuses stops its lane.
     */
    default boolean namesRows() {
        return true;
    }

    /** The server's estimate of the rows to walk; empty when it has none. */
    Optional<Long> estimate();

    /**
     * Does the next chunk of a lane: probes its end, writes its rows and the lane's new cursor, in one transaction.
     *
     * @param rows how many rows the chunk looks at, at most
     * @throws dev.lockkeeper.Failure {@code fenced} when another holds the lane, {@code lock-not-granted} for lock and statement
     *     time-outs and deadlocks (nothing written), {@code statement-failed} for what the rows themselves refuse (nothing written),
     *     {@code statement-refused} and other codes for what is not one row's own (nothing written),
     *     {@code target-unreachable} when the connection was lost: read the lane again, the ledger tells
     */
    Chunk next(Lane lane, int rows);

    /**
     * Steps over the next row of a lane, which cannot be written, and records it as a hole, in one transaction.
     *
     * <p>The row is tried once more in that transaction: what has been mended meanwhile, or came to stand there because the row that refused
     * was deleted, is written and is no hole.
     *
     * @param error what the target said of it
     * @return a chunk of one row looked at, whose {@code rows} is 0 for a hole; of none at all when no row is left in the lane
     * @throws dev.lockkeeper.Failure as {@link #next}
     */
    Chunk skip(Lane lane, String error);

    /**
     * Writes the row of an open hole and forgets the hole, in one transaction, so that a row is written once even under {@code guard:
     * none}. A row that has been deleted meanwhile is no hole any more.
     *
     * @return rows written, 0 when the row needed nothing or the hole was filled before
     * @throws dev.lockkeeper.Failure {@code statement-failed} with what the target says now; the hole stays
     */
    long fill(Hole hole);

    /**
     * The key that leaves about as many rows of the lane before it as behind it; empty when there is no such key, or what is left is
     * not worth a worker of its own.
     */
    Optional<List<String>> middle(Lane lane);

    /** @param compared rows in the range, @param rows written or different, @param differing first keys that differ, as text */
    record Chunk(Lane lane, long compared, long rows, long walBytes, List<String> differing) {}
}
