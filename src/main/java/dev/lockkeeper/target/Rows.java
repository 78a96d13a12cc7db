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

    /** The server's estimate of the rows to walk; empty when it has none. */
    Optional<Long> estimate();

    /**
     * Does the next chunk of a lane: probes its end, writes its rows and the lane's new cursor, in one transaction.
     *
     * @param rows how many rows the chunk looks at, at most
     * @throws dev.lockkeeper.Failure {@code fenced} when another holds the lane, {@code lock-not-granted} for lock and statement
     *     time-outs and deadlocks (nothing written), {@code statement-failed} for what the rows themselves refuse (nothing written),
     *     {@code target-unreachable} when the connection was lost: read the lane again, the ledger tells
     */
    Chunk next(Lane lane, int rows);

    /** @param compared rows in the range, @param rows written or different, @param differing first keys that differ, as text */
    record Chunk(Lane lane, long compared, long rows, long walBytes, List<String> differing) {}
}
