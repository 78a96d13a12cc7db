package dev.lockkeeper.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockkeeper.testing.Crew;
import dev.lockkeeper.testing.Databases;
import dev.lockkeeper.testing.Databases.Database;
import dev.lockkeeper.testing.LockkeeperTest;
import dev.lockkeeper.testing.People;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** What somebody else does to the target while a run is under way. */
@LockkeeperTest
class ChangedMeanwhileTest {

    private static final Duration LONG = Duration.ofSeconds(40);
    private static final String SLOWLY =
            "- backfill: {table: things, set: {n: slow(n)}, guard: none, chunk: {time: 20ms, min: 10, max: 20}, lanes: {max: 1}}";

    @Autowired
    People people;

    private Database database;
    private Crew crew;
    private final String name = "meanwhile-" + UUID.randomUUID().toString().substring(0, 8);

    @BeforeEach
    void table() {
        database = Databases.fresh("meanwhile");
        database.run(
                "create table things (id bigint primary key, other bigint not null, n int not null default 0, s text)",
                "insert into things (id, other) select i, 3001 - i from generate_series(1, 3000) i",
                "create unique index other_key on things (other)",
                "create table go (yes int)",
                "create function slow(n int) returns int language plpgsql immutable as $$ begin perform pg_sleep(0.001); return n + 1; end $$");
        crew = new Crew(people, database, name);
    }

    private String plan(String steps) {
        return "migration: " + name
                + "\ntitle: It goes on\nengine: postgresql\nstrategy: direct\nphases:\n  - phase: work\n    steps:\n"
                + steps.indent(6);
    }

    private long pausedInTheMiddle() {
        long run = crew.launch(crew.approved(plan(SLOWLY)));
        await().atMost(LONG).until(() -> Long.parseLong(database.ask("select count(*) from things where n > 0")) > 300);
        crew.wish(run, "pause", "{}").expect(202);
        crew.await(run, "paused");
        return run;
    }

    private static String error(JsonNode run) {
        return run.path("error").path("code").asString();
    }

    @Test
    void anotherPrimaryKeyStopsTheWalkInsteadOfWritingRowsTwice() {
        long run = pausedInTheMiddle();
        database.run(
                "alter table things drop constraint things_pkey",
                "alter table things add primary key using index other_key");
        crew.wish(run, "resume", "{}").expect(202);
        JsonNode stopped = crew.awaitStandstill(run);
        assertThat(stopped.path("state").asString()).isEqualTo("failed");
        assertThat(error(stopped)).isEqualTo("table-changed");
        assertThat(database.ask("select max(n) from things")).isEqualTo("1");
        database.run(
                "alter table things drop constraint other_key",
                "alter table things add primary key (id)",
                "create unique index other_key on things (other)");
        crew.wish(run, "retry", "{}").expect(202);
        crew.await(run, "succeeded");
        assertThat(database.ask("select count(*) from things where n <> 1")).isEqualTo("0");
    }

    @Test
    void whoHasPassedTheStatisticsOfTheTableDoesNotSayThatAllIsDone() {
        database.run(
                "alter table things set (autovacuum_enabled = off)",
                "delete from things where id > 10",
                "vacuum analyze things",
                "insert into things (id, other) select i, 3001 - i from generate_series(11, 3000) i");
        JsonNode walk = crew.run(pausedInTheMiddle()).path("backfill");
        assertThat(walk.path("rowsDone").asLong()).isGreaterThan(300);
        assertThat(walk.has("rowsTotal")).as(walk.toString()).isFalse();
    }

    @Test
    void anotherTableUnderTheSameNameIsNotWalkedOn() {
        long run = pausedInTheMiddle();
        database.run("alter table things rename to former", "create table things (like former including all)");
        crew.wish(run, "resume", "{}").expect(202);
        assertThat(error(crew.awaitStandstill(run))).isEqualTo("table-changed");
        database.run("drop table things", "alter table former rename to things");
        crew.wish(run, "retry", "{}").expect(202);
        crew.await(run, "succeeded");
        assertThat(database.ask("select count(*) from things where n <> 1")).isEqualTo("0");
    }

    @Test
    void aLostLedgerIsAnUnknownOutcomeAndNothingIsWrittenTwice() {
        long run = pausedInTheMiddle();
        database.run("drop schema lockkeeper cascade");
        crew.wish(run, "resume", "{}").expect(202);
        JsonNode stopped = crew.awaitStandstill(run);
        assertThat(stopped.path("state").asString()).isEqualTo("stuck");
        assertThat(error(stopped)).isEqualTo("unknown-outcome");
        crew.wish(run, "retry", "{}").expect(202);
        assertThat(crew.awaitStandstill(run).path("state").asString()).isEqualTo("stuck");
        assertThat(database.ask("select max(n) from things")).isEqualTo("1");
    }

    @Test
    void aTargetThatWasBroughtBackToATimeBeforeTheBackfillDropsNothing() {
        String id = crew.approved(
                "migration: " + name
                        + """

                engine: postgresql
                phases:
                  - phase: expand
                    steps:
                      - addColumn: {table: things, column: t, type: text}
                      - keepInSync: {table: things, set: {t: upper(s)}}
                  - phase: backfill
                    steps:
                      - backfill: {table: things, set: sync}
                  - phase: contract
                    gate: {approval: none}
                    steps:
                      - stopSync: {table: things}
                      - dropColumn: {table: things, column: s}
                """);
        long run = crew.launch(id);
        crew.await(run, "waiting");
        database.run(
                "delete from lockkeeper.lane where run = " + run,
                "delete from lockkeeper.fact where name like '%backfill/0' and run = " + run);
        crew.open(run, "contract", List.of()).expect(202);
        JsonNode stuck = crew.await(run, "stuck");
        assertThat(error(stuck)).isEqualTo("unknown-outcome");
        assertThat(stuck.path("error").path("message").asString()).contains("'backfill things' of phase backfill");
        assertThat(database.ask(
                        "select string_agg(column_name, ' ' order by column_name) from information_schema.columns"
                                + " where table_name = 'things'"))
                .isEqualTo("id n other s t");
    }

    @Test
    void aColumnThatSomebodyElseMadeSurvivesTheRollback() {
        String id = crew.approved(
                plan(
                        "- wait: {until: select count(*) from go, expect: 1, every: 100ms}\n- addColumn: {table: things, column: note, type: text}"));
        long run = crew.launch(id);
        crew.await(run, "running");
        database.run(
                "alter table things add column note int", "update things set note = 7", "insert into go values (1)");
        assertThat(error(crew.awaitStandstill(run))).isEqualTo("different-form");
        crew.wish(run, "rollback", "{}").expect(202);
        crew.await(run, "rolledBack");
        assertThat(database.ask("select count(*) from things where note = 7")).isEqualTo("3000");
    }

    @Test
    void aStatementThatFailedIsNotUndone() {
        String id = crew.approved(
                plan("- sql: {up: update things set n = n + 10 / (id - 5)::int, down: update things set n = n - 10}"));
        long run = crew.launch(id);
        crew.await(run, "failed");
        crew.wish(run, "rollback", "{}").expect(202);
        crew.await(run, "rolledBack");
        assertThat(database.ask("select count(*) from things where n <> 0")).isEqualTo("0");
    }

    @Test
    void aDisabledTriggerStopsTheContractBeforeItDropsTheOldColumn() {
        String id = crew.approved(
                "migration: " + name
                        + """

                engine: postgresql
                phases:
                  - phase: expand
                    steps:
                      - addColumn: {table: things, column: t, type: text}
                      - keepInSync: {table: things, set: {t: upper(s)}}
                      - backfill: {table: things, set: sync}
                  - phase: contract
                    gate: {approval: none}
                    steps:
                      - stopSync: {table: things}
                      - dropColumn: {table: things, column: s, keepFor: 7d}
                """);
        long run = crew.launch(id);
        crew.await(run, "waiting");
        database.run("alter table things disable trigger user", "update things set s = 'late' where id = 1");
        crew.open(run, "contract", List.of()).expect(202);
        assertThat(error(crew.await(run, "failed"))).isEqualTo("table-changed");
        database.run("alter table things enable trigger user", "update things set s = s where id = 1");
        crew.wish(run, "retry", "{}").expect(202);
        crew.await(run, "succeeded");
        assertThat(database.ask("select t from things where id = 1")).isEqualTo("LATE");
    }

    @Test
    void aTriggerThatIsDroppedUnderTheLastWalkIsNoSuccess() {
        String id = crew.approved(plan("- addColumn: {table: things, column: m, type: int}\n"
                + "- keepInSync: {table: things, set: {m: slow(n)}}\n"
                + "- backfill: {table: things, set: sync, chunk: {time: 20ms, min: 10, max: 20}, lanes: {max: 1}}"));
        long run = crew.launch(id);
        await().atMost(LONG)
                .until(() ->
                        crew.run(run).at("/phases/0/steps/2/state").asString().equals("running"));
        await().atMost(LONG).until(() -> Long.parseLong(database.ask("select count(*) from things where m > 0")) > 300);
        String trigger = database.ask("select tgname from pg_trigger where not tgisinternal");
        database.run("alter table things disable trigger \"" + trigger + "\"", "update things set n = 7 where id = 1");
        JsonNode failed = crew.await(run, "failed");
        assertThat(error(failed)).isEqualTo("table-changed");
        assertThat(database.ask("select count(*) from things where m is null")).isEqualTo("0");
    }

    @Test
    void whoHoldsTheTableSoThatItCannotBeReadIsWaitedFor() throws SQLException {
        List<String> steps = List.of(
                "addColumn: {table: things, column: a, type: int}",
                "assert: {query: select count(*) from things, expect: 3000}",
                "rowCount: {table: things}",
                "backfill: {table: things, set: {a: n + 1}}",
                "verify: {table: things, same: {a: n + 1}}");
        StringBuilder plan = new StringBuilder();
        for (int i = 0; i < steps.size(); i++) {
            plan.append("- wait: {until: select count(*) from go, expect: ")
                    .append(i + 1)
                    .append(", every: 100ms}\n- ")
                    .append(steps.get(i))
                    .append('\n');
        }
        long run = crew.launch(crew.approved(plan(plan.toString())));
        for (int i = 1; i <= steps.size(); i++) {
            int waited = i;
            String before = "steps/" + (2 * i - 2);
            await().atMost(LONG).until(() -> crew.run(run)
                    .at("/phases/0/" + before + "/state")
                    .asString()
                    .equals("running"));
            try (Connection other = database.connect();
                    Statement statement = other.createStatement()) {
                other.setAutoCommit(false);
                statement.execute("set application_name = 'a rewrite'");
                statement.execute("lock table things");
                database.run("insert into go values (1)");
                await().atMost(LONG).until(() -> events(run).split("has to wait, try 1;", -1).length > waited);
                assertThat(events(run)).contains("a rewrite");
            }
        }
        crew.await(run, "succeeded");
        assertThat(database.ask("select count(*) from things where a = n + 1")).isEqualTo("3000");
    }

    @Test
    void aQuestionThatTakesLongerThanItMayIsNotAskedAgain() {
        String id = crew.approved(plan("- assert: {query: select 1 from pg_sleep(60), expect: 1, timeout: 1s}"));
        JsonNode failed = crew.await(crew.launch(id), "failed");
        assertThat(error(failed)).isEqualTo("statement-failed");
        assertThat(failed.path("error").path("message").asString()).contains("longer than it may take");
    }

    private String events(long run) {
        return people.operator().get("/runs/" + run + "/events").body();
    }

    @Test
    void cancelEndsALongQuestion() {
        String id = crew.approved(plan("- assert: {query: select 1 from pg_sleep(60), expect: 1}"));
        long run = crew.launch(id);
        await().atMost(LONG)
                .until(() -> database.ask("select count(*) from pg_stat_activity where query ~ '^select 1 from pg_sl'")
                        .equals("1"));
        crew.wish(run, "cancel", "{}").expect(202);
        await().atMost(Duration.ofSeconds(10)).until(() -> crew.state(run).equals("cancelled"));
    }

    @Test
    void cancelClearsTheUnfinishedIndexAway() throws SQLException {
        String id = crew.approved(plan("- createIndex: {table: things, columns: [n]}"));
        try (Connection reader = database.connect();
                Statement statement = reader.createStatement()) {
            reader.setAutoCommit(false);
            statement.execute("select count(*) from things");
            long run = crew.launch(id);
            await().atMost(LONG).until(() -> active("create index concurrently"));
            crew.wish(run, "cancel", "{}").expect(202);
            await().atMost(LONG).until(() -> active("drop index concurrently"));
            await().pollDelay(Duration.ofMillis(1200)).until(() -> active("drop index concurrently"));
            reader.rollback();
            crew.await(run, "cancelled");
        }
        assertThat(database.ask("select count(*) from pg_class where relname = 'things_n_idx'"))
                .isEqualTo("0");
    }

    private boolean active(String query) {
        return database.ask("select count(*) from pg_stat_activity where state = 'active' and query like '" + query
                        + "%' and datname = current_database()")
                .equals("1");
    }

    @Test
    void theSameRunOfAnotherLockkeeperIsLeftAlone() throws SQLException {
        String id = crew.approved(plan("- wait: {until: select count(*) from go, expect: 1, every: 100ms}"));
        long run = crew.launch(id);
        try (Connection other = DriverManager.getConnection(
                database.url() + "?ApplicationName=lockkeeper%20run%20" + run + "%20phase",
                database.username(),
                database.password())) {
            database.run("insert into go values (1)");
            crew.await(run, "succeeded");
            assertThat(other.isValid(5)).isTrue();
        }
    }

    @Test
    void aLaneThatStillFillsIsShutOutBeforeTheRollbackClears() {
        database.run(
                "create table wide (id bigint primary key, s text)",
                "insert into wide select i from generate_series(1, 40000) i",
                "analyze wide",
                "create function fill(id bigint) returns text language plpgsql as $$ begin"
                        + " if id = 1200 then perform pg_sleep(1); raise exception 'no' using errcode = 'undefined_function'; end if;"
                        + " if id > 20500 then perform pg_sleep(0.002); end if; return 'x'; end $$");
        String id = crew.approved(
                plan(
                        "- backfill: {table: wide, set: {s: fill(id)}, guard: none, clear: true, chunk: {time: 1s, min: 10, max: 1000}, lanes: {max: 2}}"));
        long run = crew.launch(id);
        await().atMost(LONG).pollInterval(Duration.ofMillis(10)).until(() -> crew.state(run)
                .equals("failed"));
        crew.wish(run, "rollback", "{}").expect(202);
        crew.await(run, "rolledBack");
        await().atMost(LONG).until(() -> database.ask(
                        "select count(*) from pg_stat_activity where application_name like 'lockkeeper run%lane%' and datname = current_database()")
                .equals("0"));
        assertThat(database.ask("select count(*) from wide where s is not null"))
                .isEqualTo("0");
    }

    @Test
    void aChunkGivesUpWithinTheLockBudgetWhateverItWaitsFor() {
        String id = crew.approved(
                plan(
                        "- backfill: {table: things, set: {s: \"current_setting('lock_timeout') || ' ' || current_setting('idle_in_transaction_session_timeout')\"}, guard: none}"));
        crew.await(crew.launch(id), "succeeded");
        assertThat(database.ask("select distinct s from things")).isEqualTo("500ms 1s");
    }

    @Test
    void rowsWrittenPastTheTriggerAreFoundByTheVerificationAndARetryWalksThemAgain() {
        String id = crew.approved(
                """
                migration: %s
                title: Copy a column
                engine: postgresql
                strategy: direct
                phases:
                  - phase: expand
                    steps:
                      - addColumn: {table: things, column: t, type: bigint}
                      - keepInSync: {table: things, set: {t: other * 2}}
                  - phase: backfill
                    steps:
                      - backfill: {table: things, set: sync}
                  - phase: verify
                    steps:
                      - wait: {until: select count(*) from go, expect: 1, every: 100ms}
                      - verify: {table: things, same: sync}
                """
                        .formatted(name));
        long run = crew.launch(id);
        await().atMost(LONG).until(() -> crew.run(run)
                .path("phases")
                .path(1)
                .path("state")
                .asString()
                .equals("succeeded"));
        database.run(
                "set session_replication_role = replica; update things set t = 0 where id in (7, 11)",
                "insert into go values (1)");
        JsonNode failed = crew.awaitStandstill(run);
        assertThat(error(failed)).isEqualTo("verification-failed");
        assertThat(failed.path("error").path("message").asString()).contains("7, 11");
        assertThat(failed.path("phases")
                        .path(1)
                        .path("steps")
                        .path(0)
                        .path("state")
                        .asString())
                .isEqualTo("failed");
        crew.wish(run, "retry", "{}").expect(202);
        crew.await(run, "succeeded");
        assertThat(database.ask("select count(*) from things where t = other * 2"))
                .isEqualTo("3000");
    }
}
