package dev.lockkeeper.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.testing.Crew;
import dev.lockkeeper.testing.Databases;
import dev.lockkeeper.testing.Databases.Database;
import dev.lockkeeper.testing.LockkeeperTest;
import dev.lockkeeper.testing.People;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** Statements and rows that fail: what the run says then, and how it goes on. */
@LockkeeperTest
class FailuresTest {

    @Autowired
    People people;

    private Database database;
    private Crew crew;
    private final String name = "failures-" + UUID.randomUUID().toString().substring(0, 8);

    @BeforeEach
    void table() {
        database = Databases.fresh("failures");
        database.run(
                "create table things (id bigint primary key, n int, s varchar(5))",
                "insert into things select i, i from generate_series(1, 3000) i");
        crew = new Crew(people, database, name);
    }

    private String plan(String steps) {
        return "migration: " + name
                + "\ntitle: It fails\nengine: postgresql\nstrategy: direct\nphases:\n  - phase: work\n    steps:\n"
                + steps.indent(6);
    }

    @Test
    void aFailedStatementSaysWhatTheServerSaidAndCanBeRolledBack() {
        String id = crew.approved(
                plan(
                        "- addColumn: {table: things, column: a, type: int}\n"
                                + "- sql: {up: 'alter table things add constraint small check (n < 100)', down: 'alter table things drop constraint if exists small'}"));
        long run = crew.launch(id);
        JsonNode failed = crew.await(run, "failed");
        assertThat(failed.path("error").path("code").asString()).isEqualTo("statement-failed");
        assertThat(failed.path("error").path("message").asString()).contains("small");
        assertThat(failed.path("phases")
                        .path(0)
                        .path("steps")
                        .path(1)
                        .path("error")
                        .asString())
                .contains("small");
        crew.wish(run, "rollback", "{}").expect(202);
        crew.await(run, "rolledBack");
        assertThat(
                        database.ask(
                                "select count(*) from information_schema.columns where table_name = 'things' and column_name = 'a'"))
                .isEqualTo("0");
    }

    @Test
    void aFailedVerificationNamesTheKeysAndLooksAtEveryRowAgain() {
        String id = crew.approved(plan("- verify: {table: things, same: {n: 'id::int'}}"));
        database.run("update things set n = -1 where id in (5, 2500)");
        long run = crew.launch(id);
        JsonNode failed = crew.await(run, "failed");
        assertThat(failed.path("error").path("code").asString()).isEqualTo("verification-failed");
        assertThat(failed.path("error").path("message").asString())
                .contains("2 of 3,000 rows")
                .contains("5, 2500");
        database.run("update things set n = id where id = 2500");
        crew.wish(run, "retry", "{}").expect(202);
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() ->
                        crew.run(run).path("error").path("message").asString().contains("1 of 3,000 rows"));
        database.run("update things set n = id where id = 5");
        crew.wish(run, "retry", "{}").expect(202);
        crew.await(run, "succeeded");
    }

    @Test
    void aReaderInTheWayIsNamedAndNobodyQueuesBehindUsForLong() throws SQLException {
        String id = crew.approved(plan("- addColumn: {table: things, column: a, type: int}"));
        try (Connection reader = database.connect();
                Statement statement = reader.createStatement()) {
            reader.setAutoCommit(false);
            statement.execute("set application_name = 'nightly report'");
            statement.execute("select count(*) from things");
            long run = crew.launch(id);
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> people.operator()
                    .get("/runs/" + run + "/events")
                    .body()
                    .contains("Lock not granted"));
            assertThat(people.operator().get("/runs/" + run + "/events").body()).contains("nightly report");
            long began = System.nanoTime();
            database.ask("select count(*) from things");
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofMillis(1500));
            reader.rollback();
            crew.await(run, "succeeded");
        }
    }

    @Test
    void whatIsThereAlreadyIsRecordedAndNotUndone() {
        database.run("alter table things add column a int");
        String id = crew.approved(
                plan(
                        "- addColumn: {table: things, column: a, type: int}\n- addColumn: {table: things, column: b, type: int}"));
        long run = crew.launch(id);
        JsonNode done = crew.await(run, "succeeded");
        assertThat(done.path("phases")
                        .path(0)
                        .path("steps")
                        .path(0)
                        .path("state")
                        .asString())
                .isEqualTo("alreadySo");
        crew.wish(run, "rollback", "{}").expect(202);
        crew.await(run, "rolledBack");
        assertThat(
                        database.ask(
                                "select string_agg(column_name, ' ' order by column_name) from information_schema.columns where table_name = 'things'"))
                .isEqualTo("a id n s");
    }

    @Test
    void aColumnThatIsKeptForAWhileIsDroppedAfterwards() {
        String id = crew.approved(plan("- dropColumn: {table: things, column: s, keepFor: 1s}"));
        long run = crew.launch(id);
        crew.await(run, "succeeded");
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> database.ask(
                        "select count(*) from information_schema.columns where column_name like 's%dropped'")
                .equals("0"));
        assertThat(people.operator().get("/runs/" + run + "/events").body()).contains("after its retention");
        assertThat(crew.wish(run, "rollback", "{}").code()).isEqualTo("irreversible");
    }

    @Test
    void twoColumnsThatAreDueTogetherAreDroppedOneAfterTheOther() {
        database.run(
                "create function slow() returns event_trigger language plpgsql as $$ begin"
                        + " if current_query() ~* 'drop column' then perform pg_sleep(0.4); end if; end $$",
                "create event trigger slow on ddl_command_start when tag in ('ALTER TABLE') execute function slow()");
        String id = crew.approved(plan("- dropColumn: {table: things, column: s, keepFor: 1s}\n"
                + "- dropColumn: {table: things, column: n, keepFor: 1s}"));
        long run = crew.launch(id);
        crew.await(run, "succeeded");
        Awaitility.await()
                .atMost(Duration.ofSeconds(40))
                .until(() ->
                        people.operator().get("/runs/" + run + "/events").body().split("after its retention", -1).length
                                == 3);
        assertThat(
                        database.ask(
                                "select string_agg(column_name, ' ') from information_schema.columns where table_name = 'things'"))
                .isEqualTo("id");
        assertThat(people.operator().get("/runs/" + run + "/events").body()).doesNotContain("Ended session");
    }

    @Test
    void anAssertionThatDoesNotHoldStopsThePhase() {
        String id = crew.approved(plan("- assert: {name: nobody, query: select count(*) from things, expect: 0}"));
        JsonNode failed = crew.await(crew.launch(id), "failed");
        assertThat(failed.path("error").path("message").asString()).contains("'nobody' expected 0 and found 3000");
        assertThat(List.of("verification-failed"))
                .contains(failed.path("error").path("code").asString());
    }
}
