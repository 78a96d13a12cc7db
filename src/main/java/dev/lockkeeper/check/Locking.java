package dev.lockkeeper.check;

import dev.lockkeeper.target.Statement.Lock;
import java.util.List;

/** Two locks of one transaction on the same table come to one. */
final class Locking {

    private static final List<String> BY_STRENGTH = List.of(
            "access exclusive",
            "exclusive",
            "share row exclusive",
            "share",
            "share update exclusive",
            "row exclusive",
            "row share",
            "access share");

    private Locking() {}

    /** The stronger mode, with what either does to the rows. */
    static Lock both(Lock one, Lock other) {
        Lock stronger = rank(other) < rank(one) ? other : one;
        return new Lock(
                stronger.mode(),
                stronger.blocks(),
                one.rewrites() || other.rewrites(),
                one.scans() || other.scans(),
                stronger.source());
    }

    /** MySQL's, which blocks everybody or nobody, comes by what it blocks. */
    private static int rank(Lock lock) {
        int rank = BY_STRENGTH.indexOf(lock.mode());
        if (rank >= 0) {
            return rank;
        }
        return lock.blocks().contains("reads") ? 0 : lock.blocks().contains("writes") ? 3 : 6;
    }
}
