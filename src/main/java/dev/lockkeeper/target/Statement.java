package dev.lockkeeper.target;

import org.jspecify.annotations.Nullable;

/**
 * One statement of a step, exactly as it will be sent.
 *
 * @param doneWhen a query on the target's catalog that returns true once the statement has had its effect; null where only the
 *     ledger can tell
 * @param lock what it locks and blocks
 * @param leftover what a failed try of it may leave behind, null for nothing
 * @param fallback the same change in another way, sent instead when the target refuses {@code sql} because it cannot do it so and has
 *     changed nothing ({@code algorithm=instant} of MySQL); as long as a {@code SCAN}; null for none
 */
public record Statement(
        String sql,
        Mode mode,
        @Nullable String doneWhen,
        Lock lock,
        @Nullable Leftover leftover,
        @Nullable String fallback) {

    public Statement(String sql, Mode mode, @Nullable String doneWhen, Lock lock) {
        this(sql, mode, doneWhen, lock, null, null);
    }

    public Statement(String sql, Mode mode, @Nullable String doneWhen, Lock lock, @Nullable Leftover leftover) {
        this(sql, mode, doneWhen, lock, leftover, null);
    }

    public Statement otherwise(String fallback) {
        return new Statement(sql, mode, doneWhen, lock, leftover, fallback);
    }

    /** The same with what is known better. */
    public Statement locking(Lock known) {
        return new Statement(sql, mode, doneWhen, known, leftover, fallback);
    }

    /**
     * An object that is there and of no use, such as an index whose build was interrupted.
     *
     * @param name as the target spells it, quoted where needed
     * @param drop the statement that removes it before another try, without blocking anybody
     */
    public record Leftover(String name, String drop) {}

    /** How it is run. */
    public enum Mode {
        /** In a transaction with its ledger row, under the lock budget. */
        TRANSACTION,
        /** Outside a transaction, under the lock budget: the author's {@code transaction: false}. */
        AUTOCOMMIT,
        /** Outside a transaction, without a lock time-out: builds and drops indexes beside readers and writers. */
        CONCURRENTLY,
        /** Outside a long lock but long: scans under a weak lock, such as {@code validate constraint}. */
        SCAN,
        /** For each chunk of a backfill, with the key range as parameters. */
        CHUNKS,
        /** Reads only. */
        QUERY,
        /** Not a statement for the target: a wait. */
        PAUSE
    }

    /**
     * @param mode the target's word: {@code access exclusive}
     * @param blocks in words: {@code reads and writes}, {@code writes}, {@code nothing}
     * @param source how we know
     */
    public record Lock(String mode, String blocks, boolean rewrites, boolean scans, Source source) {
        public static final Lock NONE = new Lock("none", "nothing", false, false, Source.PREDICTED);
    }

    /** How a fact about a lock is known. */
    public enum Source {
        PREDICTED,
        MEASURED
    }
}
