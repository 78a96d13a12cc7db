package dev.lockkeeper.target.mysql;

import dev.lockkeeper.target.Statement.Lock;
import dev.lockkeeper.target.Statement.Source;

/**
 * What our statements lock. Every change of a table asks for its exclusive metadata lock, {@code lock=none} too, at its beginning and
 * again at its end: for a moment, but while it waits behind a long transaction everybody else waits behind it.
 */
final class TableLocks {

    static final Lock METADATA = of("exclusive metadata", "reads and writes", false, false);

    /** The table is written anew beside readers and writers; the exclusive metadata lock is asked for at both ends. */
    static final Lock REBUILD = of("exclusive metadata at both ends", "reads and writes", true, true);

    /** An index is built beside readers and writers. */
    static final Lock BUILD = of("exclusive metadata at both ends", "reads and writes", false, true);

    static final Lock CHUNKS = of("row locks", "writes to the rows of a chunk", false, true);

    static final Lock READ = of("shared metadata", "nothing", false, true);

    /** Only objects that nobody else can see yet, or Lockkeeper's own. */
    static final Lock NONE = Lock.NONE;

    /** An author's statement is not taken apart: nobody knows before it was rehearsed. */
    static final Lock UNKNOWN = of("unknown", "unknown", false, false);

    private TableLocks() {}

    private static Lock of(String mode, String blocks, boolean rewrites, boolean scans) {
        return new Lock(mode, blocks, rewrites, scans, Source.PREDICTED);
    }
}
