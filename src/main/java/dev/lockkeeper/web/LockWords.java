package dev.lockkeeper.web;

import dev.lockkeeper.target.Statement;

/** How a statement is run and what it does to the table, in words. */
final class LockWords {
    private LockWords() {}

    static String of(Statement statement) {
        return switch (statement.mode()) {
            case TRANSACTION -> work(statement.lock()) + " · in a transaction, within the lock budget";
            case AUTOCOMMIT -> work(statement.lock()) + " · outside a transaction, within the lock budget";
            case CONCURRENTLY ->
                "beside readers and writers, outside a transaction"
                        + (statement.leftover() == null ? "" : "; validity is checked after it");
            case SCAN ->
                statement.lock().rewrites()
                        ? "writes the table anew beside readers and writers, outside a transaction"
                        : "reads the whole table under this weak lock";
            case CHUNKS -> "once for each chunk, locks only the rows it writes";
            case QUERY -> "reads only";
            case PAUSE -> "waits; nothing is locked";
        };
    }

    private static String work(Statement.Lock lock) {
        if (lock.mode().equals("unknown")) {
            return "an author's own SQL, foretold table by table below";
        }
        return (lock.rewrites() ? "rewrites the table" : "no rewrite") + ", " + (lock.scans() ? "scans it" : "no scan");
    }
}
