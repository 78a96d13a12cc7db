package dev.lockkeeper.lint.postgres;

/** Transactions, time-outs, rows, and taste. */
final class RowSamples {

    private static final String ADD = "alter table users add column a int";

    private RowSamples() {}

    static void into(Samples samples) {
        transactions(samples);
        timeouts(samples);
        rows(samples);
        style(samples);
        robust(samples);
    }

    private static void transactions(Samples samples) {
        samples.of("transaction-nesting")
                .flags("begin; begin; select 1; commit", "select 1; commit", "begin; commit; rollback")
                .passes("begin; select 1; commit", "select 1", "begin; select 1; rollback; begin; commit");
        samples.of("ban-uncommitted-transaction")
                .flags("begin; " + ADD)
                .passes("begin; " + ADD + "; commit", "begin; select 1; rollback", ADD);
        samples.of("locking-several-tables")
                .flags("begin; " + ADD + "; alter table orders add column b int; commit")
                .passes(
                        ADD + "; alter table orders add column b int",
                        "begin; " + ADD + "; alter table users add column b int; commit",
                        "begin; create table n (a int); create index on n (a); " + ADD + "; commit");
    }

    private static void timeouts(Samples samples) {
        samples.of("require-lock-timeout")
                .flags(
                        ADD,
                        "set lock_timeout = 0; " + ADD,
                        "set lock_timeout = '2s'; select 1; reset lock_timeout; " + ADD,
                        "begin; set local lock_timeout = '2s'; commit; " + ADD,
                        "create index on users (a)",
                        "cluster users using users_pkey",
                        "do $$ begin alter table users add column c int; end $$")
                .passes(
                        "alter table users cluster on users_pkey",
                        "refresh materialized view concurrently totals",
                        "set lock_timeout = '2s'; " + ADD,
                        "begin; set local lock_timeout = '2s'; " + ADD + "; commit",
                        "create index concurrently i on users (a)",
                        "create table n (a int); create index on n (a)",
                        "select 1",
                        "alter table users validate constraint c");
        samples.of("require-statement-timeout")
                .flags(ADD, "set statement_timeout to 0; " + ADD)
                .passes(
                        "set statement_timeout = '1min'; " + ADD,
                        "create index concurrently i on users (a)",
                        "create table n (a int); alter table n add column b int");
    }

    private static void rows(Samples samples) {
        String update = "update users set active = true where active is null";
        samples.of("unbatched-update-in-ddl-transaction")
                .flags(
                        "begin; alter table users add column active boolean; " + update + "; commit",
                        "begin; alter table orders add column a int; delete from users where id < 10; commit")
                .passes(
                        "alter table users add column active boolean; " + update,
                        "begin; " + update + "; commit",
                        "begin; create table n (a int); alter table n add column b int; update n set b = a; commit");
        samples.of("unbatched-update")
                .flags("update users set active = true", "delete from users")
                .flags(
                        Samples.users(3_000_000),
                        update,
                        "update users set age = 3",
                        "delete from users where age > 100")
                .passes(
                        update,
                        "update users set active = true where id in (select id from users where active is null limit"
                                + " 1000)",
                        "create table n (a int); update n set a = 1")
                .passes(Samples.users(200), "update users set active = true", update);
        samples.of("delete-or-update-without-where")
                .flags(Samples.users(200), "update users set active = true", "delete from users")
                .passes(Samples.users(200), "update users set active = true where id = 3")
                .passes("create table n (a int); delete from n", "delete from users using old where old.id = users.id");
        samples.of("offset-paging")
                .flags(
                        "update users set active = true where id in (select id from users order by id limit 1000"
                                + " offset 5000)",
                        "insert into archive select * from users order by id limit 1000 offset 5000")
                .passes("insert into archive select * from users where id > 5000 order by id limit 1000");
    }

    private static void style(Samples samples) {
        samples.of("ban-char-field").flags("create table n (a char(3))").passes("create table n (a text)");
        samples.of("prefer-bigint-over-int")
                .flags("create table n (a int)", "alter table users add column a integer")
                .passes("create table n (a bigint)");
        samples.of("prefer-bigint-over-smallint")
                .flags("create table n (a smallint)")
                .passes("create table n (a int)");
        samples.of("prefer-identity")
                .flags("create table n (id bigserial primary key)")
                .passes("create table n (id bigint generated always as identity primary key)");
        samples.of("prefer-text-field")
                .flags("create table n (a varchar(100))", "create table n (a character varying(100))")
                .passes("create table n (a text)", "create table n (a varchar)");
        samples.of("prefer-timestamptz")
                .flags("create table n (a timestamp)", "create table n (a timestamp(3) without time zone)")
                .passes("create table n (a timestamptz)", "create table n (a timestamp with time zone)");
        samples.of("short-primary-key")
                .flags(
                        "create table n (id serial primary key)",
                        "create table n (id int generated always as identity, primary key (id))")
                .passes("create table n (id bigserial primary key)", "create table n (code int primary key)");
    }

    private static void robust(Samples samples) {
        samples.of("prefer-robust-stmts")
                .flags("create table n (a int)", ADD, "drop table users")
                .passes(
                        "create table if not exists n (a int)",
                        "alter table users add column if not exists a int",
                        "begin; create table n (a int); commit");
        samples.of("require-table-schema")
                .flags("create table n (a int)", ADD)
                .passes("create table app.n (a int)", "create temp table n (a int)");
        samples.of("ban-duplicate-column-assignments")
                .flags("create table n (a int, a text)", "update users set a = 1, b = 2, a = 3 where id = 1")
                .passes("create table n (a int, b int)", "update users set a = 1, b = 2 where id = 1");
    }
}
