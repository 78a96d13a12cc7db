package dev.lockkeeper.target;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A lane as the ledger has it.
 *
 * @param number 0-based, in the order of the key
 * @param cursor the last key that is done, null before the first chunk
 * @param epoch fencing number; who holds an older one cannot write
 * @param compared rows looked at, @param rows rows written (backfill) or found different (verify)
 */
public record Lane(
        int number, KeyRange range, @Nullable List<String> cursor, long compared, long rows, long chunks, long epoch, boolean done) {

    /** Where the next chunk begins, exclusive. */
    public @Nullable List<String> from() {
        return cursor == null ? range.lo() : cursor;
    }
}
