package dev.lockkeeper.target.postgres;

import dev.lockkeeper.target.Statement.Lock;
import dev.lockkeeper.target.Statement.Source;

/** The table locks of PostgreSQL's manual (13.3.1) with what they keep others from doing, as far as our statements take them. */
final class TableLocks {

    /** For a moment, under the lock budget: nothing is read or written under it. */
    static final Lock ACCESS_EXCLUSIVE = of("access exclusive", "reads and writes", false);

    static final Lock SHARE_ROW_EXCLUSIVE = of("share row exclusive", "writes", false);

    /** Held while a table is read from end to end, which keeps nobody but other changes of the schema and vacuum away. */
    static final Lock SCAN = of("share update exclusive", "nothing", true);

    static final Lock SHARE_UPDATE_EXCLUSIVE = of("share update exclusive", "nothing", false);

    static final Lock CHUNKS = of("row exclusive", "writes to the rows of a chunk", true);

    static final Lock READ = of("access share", "nothing", true);

    /** Only objects that nobody else can see yet, or Lockkeeper's own. */
    static final Lock NONE = Lock.NONE;

    /** An author's statement is not taken apart: nobody knows before it was rehearsed. */
    static final Lock UNKNOWN = of("unknown", "unknown", false);

    private TableLocks() {}

    private static Lock of(String mode, String blocks, boolean scans) {
        return new Lock(mode, blocks, false, scans, Source.PREDICTED);
    }
}
