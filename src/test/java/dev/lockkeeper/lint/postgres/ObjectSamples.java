package dev.lockkeeper.lint.postgres;

/** Names, types, tables as a whole, partitions. */
final class ObjectSamples {

    private static final String LONG = "a_name_that_goes_on_and_on_until_the_server_does_not_keep_all_of_it";

    private ObjectSamples() {}

    static void into(Samples samples) {
        names(samples);
        drops(samples);
        types(samples);
        tables(samples);
        upkeep(samples);
        partitions(samples);
    }

    private static void names(Samples samples) {
        samples.of("renaming-table")
                .flags(
                        "alter table users rename to people",
                        "alter view active_users rename to active_people",
                        "begin; alter table users rename to people; commit")
                .passes(
                        "begin; alter table users rename to people; create view users as select * from people; commit",
                        "create table n (a int); alter table n rename to m",
                        "alter index users_email rename to users_mail");
        samples.of("changing-table-schema")
                .flags("alter table users set schema archive")
                .passes("create table n (a int); alter table n set schema archive");
        samples.of("renaming-schema")
                .flags("alter schema app rename to shop")
                .passes("alter table users rename to people");
        samples.of("renaming-enum-value")
                .flags("alter type mood rename value 'sad' to 'blue'")
                .passes("alter type mood add value 'blue'");
        samples.of("identifier-too-long")
                .flags(
                        "create table " + LONG + " (id bigint)",
                        "alter table users add column " + LONG + " int",
                        "create index concurrently " + LONG + " on users (email)")
                .passes("create table users (id bigint)");
    }

    private static void drops(Samples samples) {
        samples.of("ban-drop-table")
                .flags(
                        "drop table users",
                        "drop table if exists app.users, orgs cascade",
                        "begin; drop table users; commit")
                .flags(Samples.users(12), "drop table users")
                .passes("create table n (a int); drop table n", "create temp table n (a int); drop table n");
        samples.of("ban-drop-database").flags("drop database shop").passes("drop schema app");
        samples.of("ban-drop-schema").flags("drop schema app cascade").passes("drop schema app");
        samples.of("ban-drop-cascade")
                .flags(
                        "drop type mood cascade",
                        "drop domain if exists email cascade",
                        "drop extension postgis cascade",
                        "drop function f(int) cascade",
                        "drop sequence s cascade",
                        "drop owned by bob")
                .passes(
                        "drop type mood",
                        "drop type mood restrict",
                        "drop schema app cascade",
                        "drop table users cascade",
                        "alter table users drop column a cascade",
                        "drop role bob");
        samples.of("ban-truncate")
                .flags("truncate users", "truncate table only app.users, orgs")
                .passes("create table n (a int); truncate n", "truncate users cascade");
        samples.of("ban-truncate-cascade")
                .flags("truncate users cascade")
                .passes("truncate users", "create table n (a int); truncate n cascade");
    }

    private static void types(Samples samples) {
        samples.of("enum-value-used-in-transaction")
                .flags(
                        "begin; alter type mood add value 'blue'; update users set mood = 'blue' where id = 1; commit",
                        "begin; alter type mood add value 'blue'; alter table users alter column mood set default"
                                + " 'blue'; commit")
                .flags(Samples.version(11, 0), "begin; alter type mood add value 'blue'; commit")
                .passes(
                        "begin; alter type mood add value 'blue'; commit",
                        "alter type mood add value 'blue'; update users set mood = 'blue' where id = 1");
        samples.of("ban-create-domain-with-constraint")
                .flags("create domain positive as int check (value > 0)")
                .passes("create domain plain as int");
        samples.of("ban-alter-domain-with-add-constraint")
                .flags("alter domain positive add constraint p check (value > 0)", "alter domain positive set not null")
                .passes("alter domain positive drop constraint p");
    }

    private static void tables(Samples samples) {
        samples.of("lock-table")
                .flags("begin; lock table users; commit", "begin; lock users in share mode; commit")
                .passes(
                        "begin; lock table users in access share mode; commit",
                        "begin; create table n (a int); lock table n; commit");
        samples.of("set-logged")
                .flags("alter table users set unlogged", "alter table users set logged")
                .flags(Samples.users(4_000_000), "alter table users set logged")
                .passes("create table n (a int); alter table n set unlogged");
        samples.of("set-tablespace")
                .flags("alter table users set tablespace fast")
                .flags("alter index users_pkey set tablespace fast")
                .flags("alter materialized view sums set tablespace fast")
                .flags("alter index all in tablespace slow set tablespace fast")
                .flags("alter table all in tablespace slow set tablespace fast")
                .passes("create table n (a int); alter table n set tablespace fast");
        samples.of("disable-trigger")
                .flags("alter table users disable trigger all", "alter table users disable trigger audit")
                .flags("set session_replication_role = replica")
                .passes(
                        "set session_replication_role = origin",
                        "set session_replication_role to 'origin'",
                        "reset session_replication_role")
                .passes(
                        "alter table users enable trigger audit",
                        "create table n (a int); alter table n disable trigger all");
        samples.of("adding-trigger")
                .flags("create trigger t before update on users for each row execute function f()")
                .flags(
                        Samples.users(500_000),
                        "create trigger t after insert on users for each row execute function f()")
                .passes(Samples.users(50), "create trigger t before update on users for each row execute function f()")
                .passes("create table n (a int); create trigger t before update on n for each row execute function"
                        + " f()");
        samples.of("enabling-row-security")
                .flags("alter table users enable row level security")
                .passes(
                        "create policy mine on users using (id = 1); alter table users enable row level security",
                        "alter table users disable row level security",
                        "create table n (a int); alter table n enable row level security");
    }

    private static void upkeep(Samples samples) {
        samples.of("prefer-repack")
                .flags(
                        "vacuum full users",
                        "vacuum (full, analyze) users",
                        "cluster users using users_pkey",
                        "vacuum full")
                .flags(Samples.version(19, 0), "vacuum full users")
                .passes(
                        "vacuum users",
                        "vacuum (analyze) users",
                        "analyze users",
                        "create table n (a int); vacuum full n");
        samples.of("require-concurrent-refresh")
                .flags("refresh materialized view totals", "begin; refresh materialized view totals; commit")
                .passes(
                        "refresh materialized view concurrently totals",
                        "create materialized view totals as select 1 with no data; refresh materialized view totals");
        samples.of("ban-in-transaction")
                .flags("begin; vacuum users; commit", "begin; create database shop; commit")
                .passes("vacuum users", "begin; analyze users; commit");
    }

    private static void partitions(Samples samples) {
        samples.of("require-concurrent-partition-detach")
                .flags(
                        "alter table events detach partition events_2020",
                        "begin; alter table events detach partition events_2020; commit")
                .flags(Samples.version(13, 0), "alter table events detach partition events_2020")
                .passes("alter table events detach partition events_2020 concurrently");
        samples.of("attaching-partition")
                .flags("alter table events attach partition users for values from ('2020-01-01') to ('2021-01-01')")
                .flags(
                        Samples.users(7_000_000),
                        "alter table events attach partition users for values from ('2020-01-01') to ('2021-01-01')")
                .passes(
                        "create table n (at date); alter table events attach partition n for values from"
                                + " ('2020-01-01') to ('2021-01-01')",
                        "alter table users add constraint c check (at >= '2020-01-01') not valid; alter table users"
                                + " validate constraint c; alter table events attach partition users for values from"
                                + " ('2020-01-01') to ('2021-01-01')");
    }
}
