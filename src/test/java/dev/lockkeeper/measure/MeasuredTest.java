package dev.lockkeeper.measure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.target.Statement.Lock;
import dev.lockkeeper.target.Statement.Source;
import dev.lockkeeper.testing.Databases;
import dev.lockkeeper.testing.Databases.Database;
import dev.lockkeeper.testing.LockkeeperTest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What the embedded store's server says of a statement on an empty copy. */
@LockkeeperTest(embedded = true)
class MeasuredTest {

    @Autowired
    Measurements measurements;

    private static Database shop() {
        return Databases.fresh("measured")
                .run(
                        "create type mood as enum ('glad', 'it''s fine')",
                        "create domain short_text as text check (length(value) < 100)",
                        "create schema \"Odd schema\"",
                        "create table customers (id serial primary key, name varchar(20) not null, feels mood default 'glad',"
                                + " about short_text, created timestamptz default now(), v int)",
                        "create index on customers (lower(name)) where v > 0",
                        "create table plain (name varchar(20) primary key)",
                        "create table orders (id bigint generated always as identity primary key, customer int not null,"
                                + " total numeric(10,2) check (total >= 0), twice numeric generated always as (total * 2) stored)",
                        "create table \"Odd schema\".\"Odd \"\"table\" (a int, b text collate \"C\", unique (a, b))",
                        "insert into customers (name) select 'x' from generate_series(1, 1000)");
    }

    private List<Measured> measure(Database database, String... sql) {
        try {
            return measurements.now(
                    query -> Optional.of(database.ask(query)),
                    Arrays.stream(sql).map(one -> new Asked(one, true)).toList());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** {@code customers: access exclusive, rewrites, scans}, in the order of names; or why not. */
    private static String words(Measured measured) {
        return measured.why() != null
                ? "not measured: " + measured.why()
                : measured.locks().entrySet().stream()
                        .map(one -> one.getKey().table() + ": " + words(one.getValue()))
                        .sorted()
                        .collect(Collectors.joining("; "));
    }

    private static String words(Lock lock) {
        assertThat(lock.source()).isEqualTo(Source.MEASURED);
        return lock.mode() + (lock.rewrites() ? ", rewrites" : "") + (lock.scans() ? ", scans" : "");
    }

    private String one(Database database, String sql) {
        return words(measure(database, sql).getFirst());
    }

    @Test
    void seesWhatRewritesAndWhatOnlyReads() {
        Database shop = shop();
        Map.of(
                        "alter table customers add column k uuid default gen_random_uuid()",
                        "customers: access exclusive, rewrites, scans",
                        "alter table customers add column k timestamptz default now()",
                        "customers: access exclusive",
                        "alter table customers alter column v set not null",
                        "customers: access exclusive, scans",
                        "alter table plain alter column name type varchar(200)",
                        "plain: access exclusive",
                        // The index over an expression of the column is built anew, which no manual says of it.
                        "alter table customers alter column name type varchar(200)",
                        "customers: access exclusive, scans",
                        "alter table customers alter column name type varchar(10)",
                        "customers: access exclusive, rewrites, scans",
                        "create index on orders (customer)",
                        "orders: share, scans",
                        "alter table customers add check (v > 0) not valid",
                        "customers: access exclusive")
                .forEach((sql, expected) -> assertThat(one(shop, sql)).as(sql).isEqualTo(expected));
    }

    @Test
    void foreignKeyLocksBothTables() {
        assertThat(one(shop(), "alter table orders add foreign key (customer) references customers (id)"))
                .startsWith("customers: share row exclusive")
                .contains("; orders: share row exclusive, scans");
    }

    @Test
    void laterStatementsSeeWhatEarlierOnesDid() {
        List<Measured> all = measure(
                shop(),
                "alter table customers add constraint v_there check (v is not null) not valid",
                "alter table customers validate constraint v_there",
                "alter table customers alter column v set not null",
                "create index concurrently by_v on customers (v)",
                "drop index by_v");
        assertThat(words(all.get(0))).isEqualTo("customers: access exclusive");
        assertThat(words(all.get(1))).isEqualTo("customers: share update exclusive, scans");
        assertThat(words(all.get(2))).as("proved by the check").isEqualTo("customers: access exclusive");
        assertThat(words(all.get(3))).startsWith("not measured: it runs beside others");
        assertThat(words(all.get(4))).isEqualTo("customers: access exclusive");
    }

    @Test
    void whatIsNotKeptIsUndone() throws Exception {
        Database shop = shop();
        List<Measured> all = measurements.now(
                query -> Optional.of(shop.ask(query)),
                List.of(
                        new Asked("alter table customers drop column v", false),
                        new Asked("alter table customers alter column v set default 1", true)));
        assertThat(words(all.get(0))).isEqualTo("customers: access exclusive");
        assertThat(words(all.get(1))).isEqualTo("customers: access exclusive");
    }

    @Test
    void namesOfEveryKindAreCopied() {
        assertThat(one(shop(), "alter table \"Odd schema\".\"Odd \"\"table\" add column c int"))
                .startsWith("not measured: ");
        Database odd = Databases.fresh("measured")
                .run(
                        "create schema \"Odd schema\"",
                        "create table \"Odd schema\".\"Größe, or so\" (\"a b\" int default 7, b text collate \"C\", unique (\"a b\", b))");
        assertThat(one(odd, "alter table \"Odd schema\".\"Größe, or so\" alter column \"a b\" type bigint"))
                .isEqualTo("Größe, or so: access exclusive, rewrites, scans");
    }

    @Test
    void partitionsCountAsTheirTable() {
        Database logs = Databases.fresh("measured")
                .run(
                        "create table logs (at date not null, who int, primary key (at, who)) partition by range (at)",
                        "create table logs_1 partition of logs for values from ('2026-01-01') to ('2026-02-01')",
                        "create table logs_2 (at date not null, who int not null)",
                        "create index on logs (who)");
        assertThat(one(logs, "alter table logs add column t uuid default gen_random_uuid()"))
                .isEqualTo("logs: access exclusive, rewrites, scans");
        assertThat(one(
                        logs,
                        "alter table logs attach partition logs_2 for values from ('2026-02-01') to ('2026-03-01')"))
                .isEqualTo("logs: share update exclusive; logs_2: access exclusive, scans");
    }

    @Test
    void whatCannotBeCopiedIsSaid() {
        Database own = Databases.fresh("measured")
                .run(
                        "create function f() returns int language sql immutable as 'select 1'",
                        "create table a (id int default f())",
                        "create table b (p pg_lsn, q int4range, r numeric[])",
                        "create type pair as (x int, y int)",
                        "create table c (p pair)",
                        "create table d (i int)",
                        "create table e () inherits (d)");
        assertThat(one(own, "alter table a add column b int")).contains("copy of a is not whole", "f");
        assertThat(one(own, "alter table b add column b int")).isEqualTo("b: access exclusive");
        assertThat(one(own, "alter table c add column b int"))
                .contains("copy of c is not whole", "type \"pair\" does not exist");
        assertThat(one(own, "alter table e add column b int")).contains("it inherits");
        assertThat(one(own, "alter table d add column b int")).contains("others inherit from it");
        assertThat(one(own, "alter table nowhere add column b int")).contains("the copy refuses it", "does not exist");
    }

    @Test
    void whatFollowsSomethingUnknownStaysPredicted() {
        List<Measured> all = measure(
                shop(),
                "alter table customers add column n int",
                "do $$ begin null; end $$",
                "alter table customers drop column n");
        assertThat(words(all.get(0))).isEqualTo("customers: access exclusive");
        assertThat(words(all.get(1))).contains("a block of code is not run there");
        assertThat(words(all.get(2))).contains("a statement before it was not measured");
    }
}
