package dev.lockkeeper.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.check.Finding.Result;
import dev.lockkeeper.testing.Databases;
import dev.lockkeeper.testing.Databases.Database;
import dev.lockkeeper.testing.LockkeeperTest;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@LockkeeperTest
class PostgresLiveChecksTest extends LiveChecksContract {

    @Override
    Database fresh() {
        return Databases.fresh("live");
    }

    @Override
    String engine() {
        return "postgresql";
    }

    @Override
    String analyze() {
        return "analyze users";
    }

    @Test
    void aStrongLockIsTold() throws SQLException {
        try (Connection other = database.connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("lock table users in row exclusive mode");
            assertThat(read("locks-held").result()).as("a writer's").isEqualTo(Result.PASS);
            assertThat(read("locks-held").evidence()).contains("1 weak one of");

            statement.execute("lock table users in share mode");
            Finding finding = read("locks-held");
            assertThat(finding.result()).isEqualTo(Result.FAIL);
            assertThat(finding.evidence()).contains("holds share on users");
            other.rollback();
        }
    }

    @Test
    void aPreparedTransactionIsTold() throws SQLException {
        target = register(Map.of("limits", Map.of("idle", "0s")));
        database.run(
                "begin", "insert into users values (9, 'x', 'x')", "prepare transaction 'left_" + target.name() + "'");
        try {
            assertThat(read("open-transactions").evidence()).contains("prepared transaction left_");
        } finally {
            database.run("rollback prepared 'left_" + target.name() + "'");
        }
    }

    @Test
    void aSessionOfAnotherToolIsTold() throws SQLException {
        try (Connection other = new Database(
                        database.url() + "?ApplicationName=pg_repack", database.username(), database.password())
                .connect()) {
            assertThat(other.isValid(1)).isTrue();
            assertThat(read("other-tools").evidence()).contains("is pg_repack");
        }
        database.run("alter table users add column _pgroll_new_name text");
        assertThat(read("other-tools").evidence()).contains("column _pgroll_new_name of users");
    }

    @Test
    void autovacuumThatIsOffIsTold() {
        assertThat(read("vacuum-healthy").evidence()).contains("users: ", " transactions old");
        database.run("alter table users set (autovacuum_enabled = off)");

        Finding finding = read("vacuum-healthy");

        assertThat(finding.result()).isEqualTo(Result.FAIL);
        assertThat(finding.evidence()).contains("autovacuum is off for users");
    }

    @Test
    void aSlotThatRetainsLogIsTold() {
        String slot = "left_" + target.name().replace('-', '_');
        target = register(Map.of("limits", Map.of("retainedLog", 0)));
        database.run(
                "select pg_create_physical_replication_slot('" + slot + "', true)",
                "insert into users values (7, 'x', 'x')");
        try {
            Finding finding = read("log-healthy");
            assertThat(finding.result()).as(finding.evidence()).isEqualTo(Result.FAIL);
            assertThat(finding.evidence()).contains(slot, "which nobody reads");
        } finally {
            database.run("select pg_drop_replication_slot('" + slot + "')");
        }
    }

    @Test
    void functionsMaterialisedViewsAndForeignKeysAreDependents() {
        database.run(
                "create materialized view kept as select name from users",
                "create view above as select * from kept",
                "create function greets() returns text language plpgsql as $$ begin return (select name from users limit 1); end $$",
                "alter table users add constraint of_name unique (name)",
                "create table refers (name varchar(100) references users (name))");

        Finding finding = read("contract", "dependents");

        assertThat(finding.evidence())
                .contains(
                        "materialized view kept needs it",
                        "view above needs it",
                        "function greets(), whose text names it needs it",
                        "refers",
                        "of_name");
    }

    @Test
    void aStatementThatNamesTheColumnIsTold() {
        assertThat(read("contract", "column-unread").result()).isEqualTo(Result.UNKNOWN);
        assertThat(read("contract", "column-unread").advice()).contains("create extension pg_stat_statements");

        String role = "app_" + target.name().replace('-', '_');
        database.run(
                "create extension pg_stat_statements",
                "select pg_stat_statements_reset()",
                "create role " + role + " login",
                "grant select on users to " + role);
        Finding unread = read("contract", "column-unread");
        assertThat(unread.result()).as(unread.evidence()).isEqualTo(Result.PASS);

        new Database(database.url(), role, "").run("select name from users where id = 1");
        Finding read = read("contract", "column-unread");
        assertThat(read.result()).as(read.evidence()).isEqualTo(Result.FAIL);
        assertThat(read.evidence()).contains("users.name", "1 times: select name from users where id = $1");
        assertThat(read("column-unread").result()).as("expand drops nothing").isEqualTo(Result.PASS);
    }

    @Test
    void onlyTheLoginOfTheBackfillsSaysNothing() {
        database.run(
                "create extension pg_stat_statements",
                "select pg_stat_statements_reset()",
                "select name from users where id = 2");

        Finding finding = read("contract", "column-unread");

        assertThat(finding.result()).isEqualTo(Result.UNKNOWN);
        assertThat(finding.evidence()).contains("Only this login");
    }

    @Test
    void thatTheServerHasForgottenRareStatementsIsTold() {
        database.run("create extension pg_stat_statements", "select pg_stat_statements_reset()");
        try {
            Finding all = read("contract", "column-unread");
            assertThat(all.result()).isEqualTo(Result.PASS);
            assertThat(all.evidence()).doesNotContain("rare statements");

            // Constants are all one to the statistics, operators are not: each number makes a statement of its own.
            database.run(
                    "set pg_stat_statements.track = 'all'; do $$ begin for i in 1.."
                            + "(select setting::int + 1000 from pg_settings where name = 'pg_stat_statements.max')"
                            + " loop execute 'select 0' || replace(replace(i::bit(16)::text, '0', '+2'), '1', '-2'); end loop; end $$");

            Finding full = read("contract", "column-unread");
            assertThat(full.evidence()).contains("without rare statements", "pg_stat_statements.max");
        } finally {
            database.run("select pg_stat_statements_reset()");
        }
    }

    @Test
    void anApplicationOfBeforeIsTold() throws SQLException {
        try (Connection old = new Database(
                        database.url() + "?ApplicationName=shop-5.1", database.username(), database.password())
                .connect()) {
            assertThat(old.isValid(1)).isTrue();
            Finding before = atGate("contract", "applications", Instant.now().plusSeconds(1));
            assertThat(before.result()).isEqualTo(Result.FAIL);
            assertThat(before.evidence()).contains("shop-5.1");

            Finding since = atGate("contract", "applications", Instant.now().minusSeconds(60));
            assertThat(since.result()).isEqualTo(Result.PASS);
            assertThat(since.evidence()).contains("shop-5.1");
        }
    }

    @Test
    void aLoginThatSeesLittleLeavesItUnknownWithTheGrantThatHelps() throws SQLException {
        String role = "little_" + target.name().replace('-', '_');
        database.run("create role " + role + " login", "alter table users owner to " + role);
        target = register(new Database(database.url(), role, "postgres"), Map.of(), List.of(), List.of());

        try (Connection other = database.connect()) {
            assertThat(other.isValid(1)).isTrue();
            for (String id : List.of("open-transactions", "other-tools", "applications")) {
                Finding finding = read(id);
                assertThat(finding.result())
                        .as("%s: %s", id, finding.evidence())
                        .isEqualTo(Result.UNKNOWN);
                assertThat(finding.advice()).as(id).contains("grant pg_read_all_stats to " + role);
                assertThat(finding.stops()).as(id).isFalse();
            }
        }
    }

    @Test
    void whatAWriteSetsOffIsTold() {
        database.run(
                "alter table users add column shout text generated always as (upper(name)) stored",
                "alter table users add constraint of_name unique (name)",
                "create table refers (name varchar(100) references users (name) on update cascade)",
                "create rule logs as on update to users do also select 1");

        assertThat(read("backfill", "side-effects").evidence())
                .contains("column shout is generated", "foreign key refers_name_fkey of refers", "rule logs");
    }

    /** The bench measures it; here it must not become another order of magnitude. */
    @Test
    void aBoardOfATargetWithManyTablesComesSoon() {
        database.run(
                """
                do $$ begin for i in 1..2000 loop
                    execute format('create table t%s (id bigint primary key, name text, note text)', i);
                end loop; end $$
                """);
        read("locks-held");

        long began = System.nanoTime();
        read("contract", "dependents");

        Duration took = Duration.ofNanos(System.nanoTime() - began);
        System.out.println("board of 2,000 tables: " + took.toMillis() + " ms");
        assertThat(took).isLessThan(Duration.ofSeconds(10));
    }
}
