package dev.lockkeeper.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockkeeper.testing.Crew;
import dev.lockkeeper.testing.Databases;
import dev.lockkeeper.testing.Databases.Database;
import dev.lockkeeper.testing.LockkeeperTest;
import dev.lockkeeper.testing.People;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** Statements outside a transaction whose effect no catalog shows: when they are sent again, and when a person has to say so. */
@LockkeeperTest
class LoneStatementsTest {

    private static final Duration LONG = Duration.ofSeconds(40);

    @Autowired
    People people;

    private Database database;
    private Crew crew;
    private final String name = "lone-" + UUID.randomUUID().toString().substring(0, 8);

    @BeforeEach
    void table() {
        database = Databases.fresh("lone");
        database.run(
                "create table things (id bigint primary key, n int not null)",
                "insert into things values (1, 0)",
                "create table go (yes int)",
                // Ends as soon as there is a row in "go", which the test writes.
                "create function hold() returns int language plpgsql as $$ begin"
                        + " while not exists (select from go) loop perform pg_sleep(0.02); end loop; return 1; end $$");
        crew = new Crew(people, database, name);
    }

    private String approved(String up) {
        return crew.approved("migration: " + name
                + "\ntitle: Alone\nengine: postgresql\nstrategy: direct\nphases:\n  - phase: work\n    steps:\n"
                + "      - sql: {up: '" + up + "', down: 'drop table if exists made', transaction: false}\n");
    }

    private long launched(String up) {
        return crew.launch(approved(up));
    }

    private static String error(JsonNode run) {
        return run.path("error").path("code").asString();
    }

    private String events(long run) {
        return people.operator().get("/runs/" + run + "/events").body();
    }

    @Test
    void oneThatWasRefusedIsSentAgainByARetry() {
        long run = launched("create table made as select 1 / n as x from things");
        assertThat(error(crew.await(run, "failed"))).isEqualTo("statement-failed");
        database.run("update things set n = 1");
        crew.wish(run, "retry", "{}").expect(202);
        crew.await(run, "succeeded");
        assertThat(database.ask("select x from made")).isEqualTo("1");
    }

    @Test
    void aPauseWhileItWaitsForItsLockIsNoUnknownOutcome() throws SQLException {
        String id = approved("alter table things add column if not exists b int");
        try (Connection other = database.connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("select n from things");
            long run = crew.launch(id);
            await().atMost(LONG).until(() -> events(run).contains("Lock not granted"));
            crew.wish(run, "pause", "{}").expect(202);
            crew.await(run, "paused");
            other.rollback();
            crew.wish(run, "resume", "{}").expect(202);
            crew.await(run, "succeeded");
        }
        assertThat(database.ask("select count(*) from information_schema.columns where column_name = 'b'"))
                .isEqualTo("1");
    }

    @Test
    void oneWhoseEndNobodySawIsSentAgainWhenAPersonSaysSoAndNotBefore() {
        long run = launched("create table made as select hold() as x");
        for (int decided = 0; decided < 2; decided++) {
            await().atMost(LONG).until(this::sent);
            cut();
            assertThat(error(crew.await(run, "stuck"))).isEqualTo("unknown-outcome");
            assertThat(sent()).isFalse();
            crew.wish(run, "retry", "{}").expect(202);
        }
        await().atMost(LONG).until(this::sent);
        database.run("insert into go values (1)");
        crew.await(run, "succeeded");
        assertThat(database.ask("select x from made")).isEqualTo("1");
    }

    private boolean sent() {
        return database.ask(
                        "select count(*) from pg_stat_activity where datname = current_database() and state = 'active'"
                                + " and application_name like 'lockkeeper run%' and query like 'create table made%'")
                .equals("1");
    }

    private void cut() {
        database.ask("select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = current_database()"
                + " and application_name like 'lockkeeper run%' and query like 'create table made%'");
    }
}
