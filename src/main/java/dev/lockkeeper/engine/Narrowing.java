package dev.lockkeeper.engine;

/**
 * Closes in on the row that makes a chunk fail: half of what it must be in is tried next, until it stands alone. Behind it the walk goes on
 * at its former size at once when such rows are rare, and carefully when there was one shortly before. One a lane.
 */
final class Narrowing {

    /** The row that refuses is among so many that come next; 0 while none is known to. */
    private long within;

    /** No chunk larger than this: grows from the distance between the last two rows that refused. */
    private long wary = Integer.MAX_VALUE;

    private long sinceLast = Integer.MAX_VALUE;

    /** @param usual what the sizing would take, @return how many rows to take */
    int rows(int usual) {
        long rows = Math.min(usual, wary);
        return (int) Math.max(1, within == 0 ? rows : Math.min(rows, within / 2));
    }

    /** Chunks are as small as they are because of a row, so their times say nothing of the right size. */
    boolean active() {
        return within > 0 || wary < Integer.MAX_VALUE;
    }

    /** A chunk of so many rows failed. @return true when that was one row alone */
    boolean refused(int rows) {
        within = rows;
        return rows == 1;
    }

    /** So many rows were written. @param usual as in {@link #rows} */
    void passed(int rows, int usual) {
        sinceLast = Math.min(Integer.MAX_VALUE, sinceLast + rows);
        within = Math.max(0, within - rows);
        if (within == 0 && wary < Integer.MAX_VALUE) {
            wary = wary * 2 >= usual ? Integer.MAX_VALUE : wary * 2;
        }
    }

    /** The row that refused is behind us. */
    void steppedOver(int usual) {
        within = 0;
        wary = sinceLast >= usual ? Integer.MAX_VALUE : Math.max(1, sinceLast);
        sinceLast = 0;
    }
}
