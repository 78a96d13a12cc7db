package dev.lockkeeper.target.mysql;

import dev.lockkeeper.target.Statement.Lock;
import dev.lockkeeper.target.Statement.Source;
import org.springframework.modulith.NamedInterface;

/**
 * What our statements lock. Every change of a table asks for its exclusive metadata lock, {@code lock=none} too, at its beginning and
 * again at its end: for a moment, but while it waits behind a long transaction everybody else waits behind it.
 */
@NamedInterface("mysql-text")
public final class TableLocks {

    public static final Lock METADATA = of("exclusive metadata", "reads and writes", false, false);

    /** The table is written anew beside readers and writers; the exclusive metadata lock is asked for at both ends. */
    public static final Lock REBUILD = of("exclusive metadata at both ends", "reads and writes", true, true);

    /** An index is built beside readers and writers. */
    public static final Lock BUILD = of("exclusive metadata at both ends", "reads and writes", false, true);

    public static final Lock CHUNKS = of("row locks", "writes to the rows of a chunk", false, true);

    public static final Lock READ = of("shared metadata", "nothing", false, true);

    /** Every row is copied into a new table while nobody writes. */
    public static final Lock COPY = of("shared, exclusive metadata at both ends", "writes", true, true);

    /** An index is built while nobody writes. */
    public static final Lock SHARED_BUILD = of("shared, exclusive metadata at both ends", "writes", false, true);

    /** The table is written anew while nobody writes. */
    public static final Lock SHARED_REBUILD = of("shared, exclusive metadata at both ends", "writes", true, true);

    /** For as long as a copy takes nobody reads either. */
    public static final Lock EXCLUSIVE_COPY = of("exclusive", "reads and writes", true, true);

    /** Until it is given back: {@code lock tables … write}. */
    public static final Lock WRITE = of("exclusive", "reads and writes", false, false);

    /** Until it is given back: {@code lock tables … read}. */
    public static final Lock SHARED = of("shared", "writes", false, false);

    /** The rows that a statement looks at, until its transaction ends. */
    public static final Lock ROWS = of("row locks", "writes to the rows it looks at", false, true);

    /** Only objects that nobody else can see yet, or Lockkeeper's own. */
    public static final Lock NONE = Lock.NONE;

    /** An author's statement is not taken apart: nobody knows before it was rehearsed. */
    public static final Lock UNKNOWN = of("unknown", "unknown", false, false);

    private TableLocks() {}

    private static Lock of(String mode, String blocks, boolean rewrites, boolean scans) {
        return new Lock(mode, blocks, rewrites, scans, Source.PREDICTED);
    }
}
