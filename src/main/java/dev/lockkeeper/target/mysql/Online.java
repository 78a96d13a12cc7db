package dev.lockkeeper.target.mysql;

import dev.lockkeeper.target.Statement;
import dev.lockkeeper.target.Statement.Lock;
import dev.lockkeeper.target.Statement.Mode;
import java.util.List;
import java.util.Optional;

/**
 * With which algorithm a change is asked for, always by name: without a name both servers take a copy under a lock where nothing better
 * is there, and say nothing. The limits of instant changes that only the table knows (row format, 64 row versions, indexed virtual
 * columns) are met by the statement's fallback, which the server takes instead before anything has changed.
 *
 * <p>From the manuals: MySQL 8.4, 17.12.1 "Online DDL Operations"; MariaDB, "InnoDB Online DDL Operations with the INSTANT Alter
 * Algorithm".
 */
final class Online {

    private static final String INSTANT_SQL = ", algorithm=instant";
    private static final String IN_PLACE_SQL = ", algorithm=inplace, lock=none";

    private static final String INSTANT = "instant: no row is written";

    private static final String OTHERWISE =
            "where the server answers that it cannot do it so (row format, indexed virtual columns, too many instant changes since the last"
                    + " rebuild), the table is written anew beside readers and writers by: ";

    private static final String IN_PLACE = "in place: the table is written anew beside readers and writers";

    private static final String FULLTEXT =
            "the table has a fulltext index: the server can change its columns only while nobody writes. That needs the online copy, which is"
                    + " not there yet; drop the index first, or use an sql step";

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

    /** What a reviewer should know of how the statement is carried out. */
    static List<String> notes(Statement statement) {
        return statement.fallback() == null ? List.of(IN_PLACE) : List.of(INSTANT, OTHERWISE + statement.fallback());
    }

    /** Why columns of the table can neither be added nor changed beside writers; empty when they can. */
    static Optional<String> fulltext(TableText table) {
        return table.fulltext() ? Optional.of(FULLTEXT) : Optional.empty();
    }
}
