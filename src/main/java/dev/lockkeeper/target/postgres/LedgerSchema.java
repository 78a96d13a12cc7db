package dev.lockkeeper.target.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The ledger's tables in the target. Every row names its owner, the store of a Lockkeeper, because several may share a target. */
final class LedgerSchema {

    /** The newest tables: an older ledger is brought up to date by the same statements that make a new one. */
    private static final String IS_THERE =
            """
            select to_regclass('lockkeeper.kept') is not null and to_regclass('lockkeeper.hole') is not null and exists (
                select from pg_attribute
                 where attrelid = to_regclass('lockkeeper.run') and attname = 'epoch' and not attisdropped)
            """;

    /** One lock for all who install at once; the number is arbitrary, and only this class uses it. */
    private static final String ALONE = "select pg_advisory_xact_lock(7106225517183421)";

    private static final String CREATE =
            """
            create schema if not exists lockkeeper;
            comment on schema lockkeeper is 'Ledger and sync functions of Lockkeeper. Rows commit together with the data they speak of.';
            grant usage on schema lockkeeper to public;
            create table if not exists lockkeeper.run (
                owner text not null, run bigint not null, digest text not null, identity text not null,
                opened_at timestamptz not null default now(),
                primary key (owner, run));
            alter table lockkeeper.run add column if not exists epoch bigint not null default 0;
            create table if not exists lockkeeper.fact (
                owner text not null, run bigint not null, name text not null, value text not null,
                primary key (owner, run, name));
            create table if not exists lockkeeper.journal (
                owner text not null, run bigint not null, step text not null, statement int not null, direction text not null,
                state text not null check (state in ('intent', 'done')), at timestamptz not null default clock_timestamp(),
                primary key (owner, run, step, statement, direction));
            create table if not exists lockkeeper.lane (
                owner text not null, run bigint not null, step text not null, lane int not null,
                lo text[], hi text[] not null, cursor text[],
                compared bigint not null default 0, rows bigint not null default 0, chunks bigint not null default 0,
                epoch bigint not null default 0, done boolean not null default false,
                chunk_rows int not null default 0, chunk_ms bigint not null default 0,
                differing text[] not null default '{}', failure text, server text not null default '',
                primary key (owner, run, step, lane)) with (fillfactor = 50);
            create table if not exists lockkeeper.hole (
                owner text not null, run bigint not null, step text not null, hole int not null,
                key text[] not null, error text not null, state text not null default 'open' check (state in ('open', 'accepted')),
                at timestamptz not null default clock_timestamp(),
                primary key (owner, run, step, hole));
            """
                    + Kept.TABLE;

    private LedgerSchema() {}

    static void install(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (isThere(statement)) {
                return;
            }
            connection.setAutoCommit(false);
            try {
                statement.execute(ALONE);
                if (!isThere(statement)) {
                    statement.execute(CREATE);
                    statement.execute(Kept.TABLE);
                }
                connection.commit();
            } catch (SQLException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
        }
    }

    private static boolean isThere(Statement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery(IS_THERE)) {
            return rows.next() && rows.getBoolean(1);
        }
    }
}
