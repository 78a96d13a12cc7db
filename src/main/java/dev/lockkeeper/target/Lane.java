package dev.lockkeeper.target;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A lane as the ledger has it.
 *
 * @param number 0-based, in the order of the key
 * @param cursor the last key that is done, null before the first chunk
 * @param compared rows looked at
 * @param rows rows written (backfill) or found different (verify)
 * @param epoch fencing number; who holds an older one cannot write
 * @param chunkRows rows of the last chunk
 * @param chunkMillis what the last chunk took
 * @param differing the first keys found different
 * @param failure why its worker gave up, null while it has not
 * @param server the worker's, as text for people
 */
public record Lane(
        int number,
        KeyRange range,
        @Nullable List<String> cursor,
        long compared,
        long rows,
        long chunks,
        long epoch,
        boolean done,
        int chunkRows,
        long chunkMillis,
        List<String> differing,
        @Nullable String failure,
        String server) {

    public Lane {
        differing = List.copyOf(differing);
    }

    /** Where the next chunk begins, exclusive; null for the start of the table. */
    public @Nullable List<String> from() {
        return cursor == null ? range.lo() : cursor;
    }
}
