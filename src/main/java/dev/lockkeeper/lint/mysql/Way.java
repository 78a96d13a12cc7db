package dev.lockkeeper.lint.mysql;

import dev.lockkeeper.target.Statement.Lock;
import dev.lockkeeper.target.mysql.TableLocks;

/** How a server carries out a change of a table, the gentlest way that it has for it. In the order of what they cost. */
enum Way {
    /** The catalog only. */
    INSTANT("algorithm=instant", TableLocks.METADATA, "changes the catalog only"),
    /** The catalog only as well, but the server knows it by the name of {@code inplace}. */
    METADATA("algorithm=inplace, lock=none", TableLocks.METADATA, "changes the catalog only"),
    /** Reads every row for an index, beside readers and writers. */
    BUILD("algorithm=inplace, lock=none", TableLocks.BUILD, "builds an index beside readers and writers"),
    /** Writes the table anew beside readers and writers. */
    REBUILD("algorithm=inplace, lock=none", TableLocks.REBUILD, "writes the table anew beside readers and writers"),
    /** Nobody knows without the old definition of the column: nothing at all or a copy. */
    UNKNOWN("algorithm=inplace, lock=none", TableLocks.UNKNOWN, "may copy the table while nobody can write"),
    SHARED_BUILD("algorithm=inplace, lock=shared", TableLocks.SHARED_BUILD, "reads every row while nobody can write"),
    SHARED_REBUILD(
            "algorithm=inplace, lock=shared",
            TableLocks.SHARED_REBUILD,
            "writes the table anew while nobody can write"),
    COPY("algorithm=copy, lock=shared", TableLocks.COPY, "copies the table row by row while nobody can write");

    private final String options;
    private final Lock lock;
    private final String words;

    Way(String options, Lock lock, String words) {
        this.options = options;
        this.lock = lock;
        this.words = words;
    }

    /** What asks for it by name, so that the server refuses rather than take a worse one. */
    String options() {
        return options;
    }

    Lock lock() {
        return lock;
    }

    /** What it does, after the name of a statement: {@code copies the table …}. */
    String words() {
        return words;
    }

    /** Whether nobody can write meanwhile, for sure. */
    boolean blocksWrites() {
        return compareTo(SHARED_BUILD) >= 0;
    }

    /** Whether it takes as long as the table is large. */
    boolean takesLong() {
        return compareTo(BUILD) >= 0;
    }

    Way and(Way other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
