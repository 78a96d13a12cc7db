package dev.lockkeeper.target;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

    /** The same lane with a nearer end. */
    public Lane until(List<String> hi) {
        return new Lane(
                number,
                new KeyRange(range.lo(), hi),
                cursor,
                compared,
                rows,
                chunks,
                epoch,
                done,
                chunkRows,
                chunkMillis,
                differing,
                failure,
                server);
    }

    /**
     * In the order of their ranges, each beginning where the one before it ends; keys are only compared for being the same. Numbers say
     * nothing: a lane that was split off has a higher one than those behind it.
     */
    public static List<Lane> chained(Collection<Lane> lanes) {
        Map<List<String>, Lane> byStart = new HashMap<>();
        lanes.forEach(lane -> byStart.put(start(lane), lane));
        List<Lane> chain = new ArrayList<>();
        for (Lane next = byStart.remove(List.<String>of());
                next != null;
                next = byStart.remove(next.range().hi())) {
            chain.add(next);
        }
        if (chain.size() != lanes.size()) {
            throw new IllegalStateException(
                    "the ranges of " + lanes.size() + " lanes do not follow each other: " + lanes);
        }
        return chain;
    }

    /** No key is empty, so the empty one stands for the start of the table. */
    private static List<String> start(Lane lane) {
        List<String> lo = lane.range().lo();
        return lo == null ? List.of() : lo;
    }

    /** Where the next chunk begins, exclusive; null for the start of the table. */
    public @Nullable List<String> from() {
        return cursor == null ? range.lo() : cursor;
    }
}
