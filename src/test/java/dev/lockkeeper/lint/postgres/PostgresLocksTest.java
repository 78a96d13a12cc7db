package dev.lockkeeper.lint.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.lint.Case;
import dev.lockkeeper.lint.Facts;
import dev.lockkeeper.lint.LockOf;
import dev.lockkeeper.lint.sql.ObjectName;
import dev.lockkeeper.lint.sql.Parsed;
import dev.lockkeeper.plan.Engine;
import dev.lockkeeper.testing.Databases;
import dev.lockkeeper.testing.Databases.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each prediction beside what a real server holds after the statement, in the same transaction. */
class PostgresLocksTest {

    private static final Facts.Version LATEST = new Facts.Version(18, 0, 0);

    private static Database database;

    @BeforeAll
    static void tables() {
        database = Databases.fresh("predicted")
                .run(
                        "create table o (id int primary key, a int)",
                        """
                        create table t (
                            id int primary key, a int, b varchar(20), c text, n numeric(10,2), f int, d int not null, g int,
                            constraint has_a check (a is not null), constraint above check (d > 0) not valid,
                            constraint t_f foreign key (f) references o not valid)
                        """,
                        "insert into o values (1, 1)",
                        "insert into t select i, i, 'b', 'c', 1, 1, 1 from generate_series(1, 500) i",
                        "create unique index t_d on t (id, d)",
                        "create index t_a on t (a)",
                        "create table parts (id int not null, d date) partition by range (id)",
                        "create table parts_1 partition of parts for values from (1) to (10)",
                        "create table parts_2 (id int not null, d date)",
                        "create view shown as select id from t",
                        "create materialized view kept as select id from t",
                        "create function nothing() returns trigger language plpgsql as $$ begin return new; end $$",
                        "create trigger noted before insert on t for each row execute function nothing()",
                        "create type mood as enum ('good')",
                        "create policy mine on t using (true)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alter table t add column x int",
                "alter table t add column x int not null default 0",
                "alter table t add column x timestamptz not null default now()",
                "alter table t add column x timestamptz default clock_timestamp()",
                "alter table t add column x uuid default gen_random_uuid()",
                "alter table t add column x int generated always as (a + 1) stored",
                "alter table t add column x int generated always as (a + 1) virtual",
                "alter table t add column x bigserial",
                "alter table t add column x int generated always as identity",
                "alter table t add column x int references o",
                "alter table t add column x int unique",
                "alter table t add column x int default 1 check (x > 0)",
                "alter table t drop column c",
                "alter table t alter column b type varchar(40)",
                "alter table t alter column b type varchar",
                "alter table t alter column b type text",
                "alter table t alter column b type varchar(10)",
                "alter table t alter column c type varchar",
                "alter table t alter column c type varchar(10)",
                "alter table t alter column n type numeric(14,2)",
                "alter table t alter column n type numeric(14,3)",
                "alter table t alter column n type numeric",
                "alter table t alter column a type bigint",
                "alter table t alter column b type varchar(40) using b::varchar(40)",
                "alter table t alter column b type text using upper(b)",
                "alter table t alter column a set default 3",
                "alter table t alter column a drop default",
                "alter table t alter column a set not null",
                "alter table t alter column d drop not null",
                "alter table t alter column d add generated always as identity",
                "alter table t alter column a set statistics 100",
                "alter table t alter column c set storage external",
                "alter table t alter column a set (n_distinct = 5)",
                "alter table t add constraint k check (a > 0)",
                "alter table t add constraint k check (a > 0) not valid",
                "alter table t add constraint k not null a",
                "alter table t add constraint k foreign key (f) references o",
                "alter table t add constraint k foreign key (f) references o not valid",
                "alter table t add constraint k unique (a)",
                "alter table t add constraint k unique using index t_d",
                "alter table t validate constraint above",
                "alter table t drop constraint has_a",
                "alter table t rename column a to z",
                "alter table t rename to z",
                "alter table t rename constraint above to z",
                "alter table t disable trigger noted",
                "alter table t disable trigger user",
                "alter table t set unlogged",
                "alter table t set (fillfactor = 90)",
                "alter table t set (autovacuum_enabled = false, fillfactor = 80)",
                "alter table t reset (fillfactor)",
                "alter table t enable row level security",
                "alter table t force row level security",
                "alter table t owner to postgres",
                "alter table t cluster on t_a",
                "alter table t replica identity full",
                "alter table t alter constraint t_f deferrable",
                "alter table parts attach partition parts_2 for values from (10) to (20)",
                "alter table parts detach partition parts_1",
                "create table x (id int references o)",
                "create table x partition of parts for values from (30) to (40)",
                "create table x (id int)",
                "create index x on t (a)",
                "create unique index x on t (id) where a > 0",
                "drop index t_a",
                "alter index t_a rename to x",
                "reindex table t",
                "reindex index t_a",
                "drop table parts_2",
                "truncate parts_2",
                "create trigger x before update on t for each row execute function nothing()",
                "drop trigger noted on t",
                "create policy x on t using (true)",
                "alter policy mine on t using (false)",
                "drop policy mine on t",
                "create rule x as on delete to t do instead nothing",
                "refresh materialized view kept",
                "drop materialized view kept",
                "drop view shown",
                "alter view shown rename to x",
                "cluster t using t_a",
                "analyze t",
                "lock table t in share row exclusive mode",
                "lock t, o",
                "insert into t (id, a, d) values (1000, 1, 1)",
                "insert into t (id, a, d) select id + 5000, 1, 1 from o",
                "update t set c = 'x'",
                "update t set c = 'x' where id = 3",
                "update t set c = 'x' from o where o.id = t.f",
                "delete from t using o where o.id = t.f and false",
                "merge into t using o on t.f = o.id when matched then update set c = 'y'",
                "with few as (select id from t limit 3 for update skip locked) update t set c = 'z' from few where t.id = few.id",
                "select * from t limit 1",
                "select * from t join o on o.id = t.f for update of t, o",
                "alter type mood add value 'bad'",
                "create view x as select 1",
                "set lock_timeout = '1s'",
                "do $$ begin update t set c = 'u' where id = 1; lock table o in exclusive mode; end $$",
                "explain analyze delete from o where false",
            })
    void areThoseThatTheServerTakes(String sql) throws SQLException {
        Observed observed = observed(sql);
        Map<String, String> predicted = new TreeMap<>();
        for (LockOf lock : PostgresLocks.of(around(sql))) {
            predicted.put(lock.table().name(), lock.lock().mode() + (lock.lock().rewrites() ? ", rewritten" : ""));
        }
        // What a view or a rule reads is not said in the statement, and disturbs nobody.
        observed.locks()
                .entrySet()
                .removeIf(one -> one.getValue().equals("access share") && !predicted.containsKey(one.getKey()));
        // A truncated table has a new file too, but nothing is written into it.
        observed.locks()
                .replaceAll((table, lock) -> sql.startsWith("truncate") ? lock.replace(", rewritten", "") : lock);
        assertThat(predicted).as(sql).isEqualTo(observed.locks());
    }

    @Test
    void saysThatOldServersRewriteForADefault() {
        String sql = "alter table t add column x int default 0";

        assertThat(locks(sql, new Facts.Version(10, 4, 0)).getFirst().lock().rewrites())
                .isTrue();
        assertThat(locks(sql, LATEST).getFirst().lock().rewrites()).isFalse();
    }

    @Test
    void savesTheScanForNotNullWhereACheckSaysItAlready() {
        String sql = "alter table t alter column a set not null";

        assertThat(locks(sql, LATEST).getFirst().lock().scans()).isFalse();
        assertThat(locks(sql, new Facts.Version(11, 0, 0)).getFirst().lock().scans())
                .isTrue();
        assertThat(locks("alter table t alter column f set not null", LATEST)
                        .getFirst()
                        .lock()
                        .scans())
                .isTrue();
    }

    @Test
    void knowsTheCheckThatTheMigrationItselfMade() {
        List<Parsed> script = PostgresReader.ONE
                .read(
                        "alter table u add constraint k check (x is not null) not valid; alter table u validate constraint k;"
                                + " alter table u alter x set not null")
                .statements();
        Case around = around(script.getLast(), script.subList(0, 2), Set.of(), LATEST);

        assertThat(PostgresLocks.of(around).getFirst().lock().scans()).isFalse();
        assertThat(PostgresLocks.of(around(script.getLast(), script.subList(0, 1), Set.of(), LATEST))
                        .getFirst()
                        .lock()
                        .scans())
                .isTrue();
    }

    @Test
    void leavesOutTablesThatTheMigrationMade() {
        Parsed statement =
                PostgresReader.ONE.read("create index on t (a)").statements().getFirst();

        assertThat(PostgresLocks.of(around(statement, List.of(), Set.of(ObjectName.of("t")), LATEST)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create index concurrently x on t (a)",
                "reindex table concurrently t",
                "drop index concurrently t_a",
                "vacuum t",
            })
    void letReadersAndWritersThroughWhereTheStatementRunsOutsideATransaction(String sql) {
        assertThat(locks(sql, LATEST)).singleElement().satisfies(lock -> {
            assertThat(lock.table()).isEqualTo(ObjectName.of("t"));
            assertThat(lock.lock().mode()).isEqualTo("share update exclusive");
            assertThat(lock.lock().blocks()).isEqualTo("nothing");
        });
    }

    private static List<LockOf> locks(String sql, Facts.Version version) {
        Parsed statement = PostgresReader.ONE.read(sql).statements().getFirst();
        return PostgresLocks.of(around(statement, List.of(), Set.of(), version));
    }

    private static Case around(String sql) {
        Parsed statement = PostgresReader.ONE.read(sql).statements().getFirst();
        return around(statement, List.of(), Set.of(), LATEST);
    }

    private static Case around(Parsed statement, List<Parsed> before, Set<ObjectName> made, Facts.Version version) {
        Facts.Table table = new Facts.Table(
                500L,
                8192,
                null,
                Map.of("b", "character varying(20)", "c", "text", "n", "numeric(10,2)", "a", "integer"),
                List.of("id", "d"),
                List.of("t_a", "t_d"),
                Map.of("has_a", "CHECK ((a IS NOT NULL))"));
        Facts facts = new Facts(version, false, true, Map.of(ObjectName.of("t"), table), null, null);
        return new Case(Engine.POSTGRESQL, statement, List.of(), before, List.of(), made, Map.of(), false, facts);
    }

    /** @param locks the strongest of each table that was there before, with a mark when its file is another one now */
    private record Observed(Map<String, String> locks) {}

    private static Observed observed(String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            Map<String, String> files = table(statement, "select oid::text, relfilenode::text " + TABLES);
            Map<String, String> names = table(statement, "select oid::text, relname " + TABLES);
            statement.execute(sql);
            Map<String, String> after = table(statement, "select oid::text, relfilenode::text " + TABLES);
            Map<String, String> held = table(
                    statement,
                    """
                    select l.relation::text, max(array_position(array['AccessShareLock', 'RowShareLock', 'RowExclusiveLock',
                        'ShareUpdateExclusiveLock', 'ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock',
                        'AccessExclusiveLock'], l.mode))::text
                    from pg_locks l where l.pid = pg_backend_pid() and l.locktype = 'relation' group by 1
                    """);
            Map<String, String> found = new TreeMap<>();
            names.forEach((oid, name) -> {
                if (held.containsKey(oid)) {
                    String mode = LockMode.values()[Integer.parseInt(held.get(oid)) - 1].words();
                    boolean rewritten =
                            after.containsKey(oid) && !after.get(oid).equals(files.get(oid));
                    found.put(name, mode + (rewritten ? ", rewritten" : ""));
                }
            });
            connection.rollback();
            return new Observed(found);
        }
    }

    private static final String TABLES =
            "from pg_class where relkind in ('r', 'p', 'v', 'm') and relnamespace = 'public'::regnamespace";

    private static Map<String, String> table(Statement statement, String query) throws SQLException {
        Map<String, String> rows = new TreeMap<>();
        try (var result = statement.executeQuery(query)) {
            while (result.next()) {
                rows.put(result.getString(1), String.valueOf(result.getString(2)));
            }
        }
        return rows;
    }
}
