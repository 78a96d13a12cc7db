package dev.lockkeeper.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.store.Sandbox;
import dev.lockkeeper.testing.Databases;
import dev.lockkeeper.testing.Databases.Database;
import dev.lockkeeper.testing.LockkeeperTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;

/** What an author, or a target, sends to be measured never reaches the store; and where it is sent all the same, it has no rights. */
@LockkeeperTest(embedded = true)
class HostileTest {

    @Autowired
    Measurements measurements;

    @Autowired
    Sandbox sandbox;

    @Autowired
    DataSource store;

    @Autowired
    Environment environment;

    private final Database target = Databases.fresh("hostile").run("create table t (id int primary key, v text)");

    private List<Measured> measure(Database database, String... sql) {
        try {
            return measurements.now(
                    query -> Optional.of(database.ask(query)),
                    Arrays.stream(sql).map(one -> new Asked(one, true)).toList());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterEach
    void nothingIsLeft() throws SQLException {
        try (Connection owner = owner()) {
            assertThat(first(owner, "select count(*) from pg_database where datname like 'lockkeeper\\_measure\\_%'"))
                    .isEqualTo("0");
            assertThat(first(owner, "select count(*) from pg_roles where rolname = 'evil'"))
                    .isEqualTo("0");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "reset role",
                "set role postgres",
                "set session authorization postgres",
                "do $$ begin perform pg_sleep(60); end $$",
                "copy t to program 'touch /tmp/evil'",
                "copy (select 1) to '/tmp/evil'",
                "select * from dblink('dbname=lockkeeper', 'select 1') as x(i int)",
                "select pg_read_file('/etc/passwd')",
                "select * from lockkeeper.public.users",
                "create role evil superuser",
                "alter role lockkeeper_measure superuser",
                "alter database lockkeeper rename to evil",
                "drop database lockkeeper",
                "create extension dblink",
                "create function f() returns int language sql as 'select 1'",
                "call f()",
                "listen x",
                "vacuum",
                "lock table t",
                "truncate t",
                "create table t2 as select 1 as i",
                "create temporary table t2 (i int)",
                "alter table t owner to postgres",
                "alter table t add column a text default pg_read_file('/etc/passwd')",
                "alter table t add column a text default \"pg_read_file\"('/etc/passwd')",
                "alter table t add column a text default pg_catalog.pg_read_file('/etc/passwd')",
                "alter table t add column a text default pg_catalog . /* */ pg_sleep -- \n (60)::text",
                "alter table t add column a text default pg_sleep(60)::text",
                "alter table t add column a text default set_config('statement_timeout', '0', false)",
                "alter table t add column a oid default lo_import('/etc/passwd')",
                "alter table t add column a text default repeat('x', 1000000000)",
                "alter table t add column a char(10000000) default 'x'",
                "alter table t add column a xml default '<x/>'",
                "alter table t add column a text default ('x'::text).pg_sleep",
                "alter table t add column a text default (select rolpassword from pg_authid limit 1)",
                "alter table t add column a text default query_to_xml('select 1', true, true, '')::text",
                "alter table t alter column v type text using pg_notify('x', 'y')::text",
                "create index on t (pg_sleep(60))",
                "create index on t (v) where pg_sleep(60) is null",
                "create index on t using evil (v)",
                "create table t2 (i int) tablespace pg_global",
                "alter table t add check (v operator(public.=) 'x')",
                "alter table t add column a text default e'\\047; drop table t; --'",
                "alter table t add column a text default U&'\\0027'",
                "alter table t add column a text default $x$a$x$",
                "alter table t add column a text default $1",
                "alter table t add column a text default 'a;b'",
                "alter table t add column a text default {fn now()}",
                "alter table t add column a int default ((((1",
                "alter table t add column a int /* not closed",
                "alter table t add column \u0430 int",
                "alter table t add column a int default 1\u00a0",
                "this is no SQL",
                "",
            })
    void isRefusedBeforeItIsSent(String sql) {
        long began = System.nanoTime();
        List<Measured> all = measure(target, sql, "alter table t add column z int");
        assertThat(all).hasSize(2);
        assertThat(all.getFirst().locks()).isEmpty();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
        if (!sql.isEmpty()) {
            assertThat(all.getFirst().why())
                    .isNotNull()
                    .doesNotContain("the copy refuses it")
                    .doesNotContain("permission denied");
        }
    }

    @Test
    void twoStatementsInOneAreTwo() {
        Measured two = measure(target, "alter table t add column a int; select pg_sleep(60)")
                .getFirst();
        assertThat(two.why()).isEqualTo("line 1: " + AllowedActs.ONLY);
        assertThat(SentText.of("alter /* ; */ table -- ;\n t drop column v").text())
                .isEqualTo("alter table t drop column v");
        assertThatThrownBy(() -> SentText.of("alter table t drop column v; select 1"))
                .isInstanceOf(NotMeasured.class);
    }

    @Test
    void tooMuchIsAnsweredToo() {
        String large = "alter table t add column a text default '" + "x".repeat(10_000_000) + "'";
        assertThat(measure(target, large).getFirst().why()).containsAnyOf("longer than", "cannot be read");
        String columns = IntStream.range(0, 1_500).mapToObj(i -> "v").collect(Collectors.joining(", "));
        assertThat(measure(target, "create index on t (" + columns + ")")
                        .getFirst()
                        .why())
                .contains("the copy refuses it", "cannot use more than 32 columns");
        String[] many = IntStream.range(0, 190)
                .mapToObj(i -> "create index on t (id, v)")
                .toArray(String[]::new);
        List<Measured> all = measure(target, many);
        assertThat(all).hasSize(190);
        assertThat(all.getFirst().why()).isNull();
        String deep = "alter table t add check (" + "(".repeat(9_000) + "id" + ")".repeat(9_000) + " > 0)";
        assertThat(measure(target, deep).getFirst().why()).isNotNull();
    }

    @Test
    void targetThatLiesIsNotBelieved() {
        Database liar = Databases.fresh("hostile")
                .run(
                        "create function pg_temp_read() returns text language sql as 'select 1::text'",
                        "create schema other",
                        "create function other.now() returns timestamptz language sql as 'select null::timestamptz'",
                        "create table a (x text default pg_sleep(60)::text)",
                        "create table b (x timestamptz default other.now())",
                        "create table c (x text default pg_read_file('/etc/passwd'))");
        for (String table : List.of("a", "b", "c")) {
            assertThat(measure(liar, "alter table " + table + " add column y int")
                            .getFirst()
                            .why())
                    .contains("the copy of " + table + " is not whole", "not among what is run there");
        }
    }

    /** As if the lists of what may be sent had let everything through. */
    @Test
    void loginHasNoRightsEvenWhereTheListsFail() throws SQLException {
        sandbox.within(inside -> {
            for (String sql : List.of(
                    "select pg_sleep(1)",
                    "select pg_read_file('/etc/passwd')",
                    "select pg_ls_dir('.')",
                    "select set_config('statement_timeout', '0', false)",
                    "select lo_create(0)",
                    "select pg_notify('lockkeeper', 'x')",
                    "select pg_advisory_lock(1)",
                    "select query_to_xml('select 1', true, true, '')",
                    "select pg_terminate_backend(1)",
                    "select rolpassword from pg_authid",
                    "set role postgres",
                    "set session authorization postgres",
                    "set log_min_messages = debug5",
                    "set temp_file_limit = -1",
                    "create role evil",
                    "create database evil",
                    "create extension dblink",
                    "create extension plpythonu",
                    "do $$ begin null; end $$",
                    "create function f() returns int language sql as 'select 1'",
                    "copy (select 1) to program 'touch /tmp/evil'",
                    "copy (select 1) to '/tmp/evil'",
                    "create server s foreign data wrapper postgres_fdw",
                    "alter database lockkeeper rename to evil",
                    "drop database lockkeeper",
                    "create temporary table x (i int)",
                    "create tablespace x location '/tmp'",
                    "alter system set fsync = off",
                    "checkpoint")) {
                try (Statement statement = inside.createStatement()) {
                    assertThatThrownBy(() -> statement.execute(sql)).as(sql).isInstanceOf(SQLException.class);
                }
            }
            assertThat(first(inside, "select current_user || session_user || current_setting('is_superuser')"))
                    .isEqualTo("lockkeeper_measurelockkeeper_measureoff");
            assertThat(first(inside, "show statement_timeout")).isEqualTo("3s");
            assertThat(first(inside, "show temp_file_limit")).isEqualTo("16MB");
            assertThat(
                            first(
                                    inside,
                                    "select string_agg(datname, ',') from pg_database where has_database_privilege(oid, 'connect')"))
                    .isEqualTo(first(inside, "select current_database()"));
            return "";
        });
    }

    @Test
    void storeIsClosedToItAndOpenToItsOwn() throws SQLException {
        sandbox.within(inside -> {
            try (Connection owner = owner()) {
                owner.createStatement().execute("alter role lockkeeper_measure password 'known to this test'");
                String url = owner.getMetaData().getURL();
                for (String database : List.of("lockkeeper", "postgres", "template1")) {
                    String there = url.substring(0, url.lastIndexOf('/') + 1) + database;
                    assertThatThrownBy(() ->
                                    DriverManager.getConnection(there, "lockkeeper_measure", "known to this test"))
                            .hasMessageContaining("permission denied for database");
                }
            }
            return "";
        });
        try (Connection ours = store.getConnection()) {
            assertThat(first(ours, "select current_user")).isEqualTo("lockkeeper");
        }
    }

    private Connection owner() throws SQLException {
        try (Connection ours = store.getConnection()) {
            String password = Files.readString(
                            Path.of(environment.getRequiredProperty("lockkeeper.data"), "postgres-password"))
                    .strip();
            return DriverManager.getConnection(ours.getMetaData().getURL(), "postgres", password);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String first(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            return rows.next() ? String.valueOf(rows.getString(1)) : "no row";
        }
    }
}
