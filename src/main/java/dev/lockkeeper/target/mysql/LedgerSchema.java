package dev.lockkeeper.target.mysql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * The ledger's tables, in the target's own database. Every row names its owner, the store of a Lockkeeper, because several may share a
 * target. Keys are JSON texts in a binary collation; {@link KeyTexts} says why.
 */
final class LedgerSchema {

    /** The newest column. MySQL adds none only {@code if not exists}. */
    private static final String KNOWS_EPOCHS =
            "exists (select 1 from information_schema.columns where table_schema = database() and table_name = 'lockkeeper_run'"
                    + " and column_name = 'epoch')";

    /** The table that is made last: an older ledger is brought up to date by the same statements that make a new one. */
    private static final String IS_THERE =
            "select 1 from information_schema.tables where table_schema = database() and table_name = 'lockkeeper_kept' and "
                    + KNOWS_EPOCHS;

    private static final String ADD_EPOCH =
            "alter table lockkeeper_run add column epoch bigint not null default -1 after identity";

    /** One lock of the server for all who install at once; it is the session's, so that DDL does not end it. */
    private static final String ALONE = "select get_lock(concat('lockkeeper ledger ', left(sha1(database()), 20)), 10)";

    private static final String NOT_ALONE =
            "select release_lock(concat('lockkeeper ledger ', left(sha1(database()), 20)))";

    private static final String FORM =
            " engine = innodb, row_format = dynamic, default charset = utf8mb4, collate = utf8mb4_bin,"
                    + " comment = 'Ledger of Lockkeeper. Rows commit together with the data they speak of.'";

    private static final List<String> CREATE = List.of(
            """
            create table if not exists lockkeeper_run (
                owner varchar(100) not null, run bigint not null, digest varchar(100) not null, identity varchar(500) not null,
                epoch bigint not null default -1,
                opened_at datetime(6) not null default current_timestamp(6),
                primary key (owner, run))""",
            """
            create table if not exists lockkeeper_fact (
                owner varchar(100) not null, run bigint not null, name varchar(300) not null, value longtext not null,
                primary key (owner, run, name))""",
            """
            create table if not exists lockkeeper_journal (
                owner varchar(100) not null, run bigint not null, step varchar(250) not null, statement int not null,
                direction varchar(10) not null, state varchar(10) not null, at datetime(6) not null default current_timestamp(6),
                primary key (owner, run, step, statement, direction))""",
            """
            create table if not exists lockkeeper_lane (
                owner varchar(100) not null, run bigint not null, step varchar(250) not null, lane int not null,
                lo longtext, hi longtext not null, `cursor` longtext,
                compared bigint not null default 0, `rows` bigint not null default 0, chunks bigint not null default 0,
                epoch bigint not null default 0, done tinyint not null default 0,
                chunk_rows int not null default 0, chunk_ms bigint not null default 0,
                differing longtext not null, failure longtext, server varchar(500) not null default '',
                primary key (owner, run, step, lane))""",
            """
            create table if not exists lockkeeper_hole (
                owner varchar(100) not null, run bigint not null, step varchar(250) not null, hole int not null,
                row_key longtext not null, error longtext not null, state varchar(10) not null default 'open',
                at datetime(6) not null default current_timestamp(6),
                primary key (owner, run, step, hole))""",
            Kept.TABLE);

    private LedgerSchema() {}

    /** In autocommit mode, because DDL commits whatever is open. */
    static void install(Connection connection) throws SQLException {
        Sending sending = new Sending(connection);
        if (sending.first(IS_THERE).isPresent()) {
            return;
        }
        // Who does not get it goes on: each statement does nothing to what is there.
        sending.first(ALONE);
        try {
            for (String table : CREATE) {
                sending.run(table + FORM);
            }
            if (sending.first("select 1 from dual where " + KNOWS_EPOCHS).isEmpty()) {
                sending.run(ADD_EPOCH);
            }
        } finally {
            sending.first(NOT_ALONE);
        }
    }
}
