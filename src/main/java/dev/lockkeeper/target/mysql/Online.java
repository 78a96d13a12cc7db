package dev.lockkeeper.target.mysql;

import dev.lockkeeper.target.Statement;
import dev.lockkeeper.target.Statement.Lock;
import dev.lockkeeper.target.Statement.Mode;

/**
 * With which algorithm a change is asked for, always by name: without a name both servers take a copy under a lock where nothing better
 * is there, and say nothing. The limits of instant changes that only the table knows (row format, 64 row versions, indexed virtual
 * columns) are met by the statement's fallback, which the server takes instead before anything has changed.
 *
 * <p>From the manuals: MySQL 8.4, 17.12.1 "Online DDL Operations"; MariaDB, "InnoDB Online DDL Operations with the INSTANT Alter
 * Algorithm".
 */
final class Online {

    static final String INSTANT = "instant: no row is written, nobody waits for longer than the lock takes";

    static final String OR_IN_PLACE =
            "where the server finds that it cannot do it instantly (row format, indexed virtual columns, 64 changes since the last rebuild), it"
                    + " is sent with algorithm=inplace, lock=none instead, which writes the table anew beside readers and writers; with"
                    + " nothing less, it is refused";

    static final String IN_PLACE = "in place: the table is written anew beside readers and writers";

    private static final String INSTANT_SQL = ", algorithm=instant";
    private static final String IN_PLACE_SQL = ", algorithm=inplace, lock=none";

    private final ServerVersion version;

    Online(ServerVersion version) {
        this.version = version;
    }

    ServerVersion version() {
        return version;
    }

    /** MySQL 8.0.12, MariaDB 10.3.2; always as the last column, which every such version can do. */
    Statement addColumn(String alter, String doneWhen) {
        return version.mariadb() || version.atLeast(8, 0, 12) ? instant(alter, doneWhen) : rebuild(alter, doneWhen);
    }

    /** MySQL 8.0.29, whose first two releases could damage the table, MariaDB 10.4. */
    Statement dropColumn(String alter, String doneWhen) {
        return version.mariadb() || version.atLeast(8, 0, 32) ? instant(alter, doneWhen) : rebuild(alter, doneWhen);
    }

    /** MySQL 8.0.28, MariaDB 10.5; older ones change the catalog only as well, but in place. */
    Statement renameColumn(String alter, String doneWhen) {
        return version.mariadb() || version.atLeast(8, 0, 28)
                ? instant(alter, doneWhen)
                : new Statement(alter + IN_PLACE_SQL, Mode.AUTOCOMMIT, doneWhen, TableLocks.METADATA);
    }

    /** Whether a column may be null. */
    static Statement rebuild(String alter, String doneWhen) {
        return new Statement(alter + IN_PLACE_SQL, Mode.SCAN, doneWhen, TableLocks.REBUILD);
    }

    /** Builds an index. A build that fails leaves nothing behind. */
    static Statement build(String alter, String doneWhen) {
        return new Statement(alter + IN_PLACE_SQL, Mode.CONCURRENTLY, doneWhen, TableLocks.BUILD);
    }

    /** Changes the catalog only. */
    static Statement dropIndex(String alter, String doneWhen) {
        return new Statement(alter + IN_PLACE_SQL, Mode.AUTOCOMMIT, doneWhen, TableLocks.METADATA);
    }

    private static Statement instant(String alter, String doneWhen) {
        return alone(alter + INSTANT_SQL, doneWhen, TableLocks.METADATA).otherwise(alter + IN_PLACE_SQL);
    }

    /** A statement for which there are no algorithms. */
    static Statement alone(String sql, String doneWhen, Lock lock) {
        return new Statement(sql, Mode.AUTOCOMMIT, doneWhen, lock);
    }
}
