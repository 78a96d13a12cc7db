package dev.lockkeeper.lint.postgres;

import dev.lockkeeper.target.Statement.Lock;
import dev.lockkeeper.target.Statement.Source;
import java.util.Locale;

/** The table locks of PostgreSQL's manual (13.3.1), weakest first, with what they keep others from doing. */
enum LockMode {
    ACCESS_SHARE("nothing"),
    ROW_SHARE("writes to the same rows"),
    ROW_EXCLUSIVE("writes to the same rows"),
    SHARE_UPDATE_EXCLUSIVE("nothing"),
    SHARE("writes"),
    SHARE_ROW_EXCLUSIVE("writes"),
    EXCLUSIVE("writes"),
    ACCESS_EXCLUSIVE("reads and writes");

    private final String blocks;

    LockMode(String blocks) {
        this.blocks = blocks;
    }

    String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    static LockMode of(String words) {
        return valueOf(words.toUpperCase(Locale.ROOT).replace(' ', '_'));
    }

    Taken briefly() {
        return new Taken(this, false, false);
    }

    /** While the table is read from end to end, or an index of it is built. */
    Taken scanning() {
        return new Taken(this, false, true);
    }

    /** While the table is written anew, which reads it as well. */
    Taken rewriting() {
        return new Taken(this, true, true);
    }

    Taken scanning(boolean scans) {
        return new Taken(this, false, scans);
    }

    /** A lock as it is held. */
    record Taken(LockMode mode, boolean rewrites, boolean scans) {

        /** What one statement takes that does both. */
        Taken and(Taken other) {
            LockMode stronger = mode.compareTo(other.mode) >= 0 ? mode : other.mode;
            return new Taken(stronger, rewrites || other.rewrites, scans || other.scans);
        }

        Lock lock() {
            return new Lock(mode.words(), mode.blocks, rewrites, scans, Source.PREDICTED);
        }
    }
}
