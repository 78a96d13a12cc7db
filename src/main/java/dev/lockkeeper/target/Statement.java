package dev.lockkeeper.target;

import org.jspecify.annotations.Nullable;

/**
 * One statement of a step, exactly as it will be sent.
 *
 * @param doneWhen a query on the target's catalog that returns true once the statement has had its effect; null where only the
 *     ledger can tell
 * @param lock what it locks and blocks
 */
public record Statement(String sql, Mode mode, @Nullable String doneWhen, Lock lock) {

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
