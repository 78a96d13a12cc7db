package dev.lockkeeper.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockkeeper.testing.Crew;
import dev.lockkeeper.testing.Databases;
import dev.lockkeeper.testing.Databases.Database;
import dev.lockkeeper.testing.LockkeeperTest;
import dev.lockkeeper.testing.People;
import dev.lockkeeper.testing.Writers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** Statements of ours that keep others waiting for longer than the lock budget. */
@LockkeeperTest
class GivingWayTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    /** A first chunk of eight hundred rows takes about four seconds. */
    private static final String SLOW_CHUNKS =
            """
            migration: %s
            title: Large chunks of slow rows
            engine: postgresql
            phases:
              - phase: backfill
                steps:
                  - backfill:
                      table: things
                      set: {n: slow(n)}
                      guard: none
                      chunk: {time: 4s, min: 800, max: 800}
                      lanes: {max: 1}
            """;

    private static final String REWRITE =
            """
            migration: %s
            title: Holds the whole table
            engine: postgresql
            phases:
              - phase: all
                steps:
                  - sql:
                      up: do $$ begin lock table things in access exclusive mode; perform pg_sleep(%s); end $$
                      irreversible: it changes nothing
                      %s
            """;

    @Autowired
    People people;

    private Database database;
    private Crew crew;
    private String name;

    @BeforeEach
    void target(TestInfo test) {
        String method = test.getTestMethod().orElseThrow().getName().toLowerCase();
        name = method.substring(0, Math.min(40, method.length()));
        database = Databases.fresh("giving");
        database.run(
                "create table things (id bigint primary key, n int not null default 0, note text)",
                "create function slow(n int) returns int language plpgsql immutable as $$ begin perform pg_sleep(0.005); return n + 1; end $$",
                "insert into things select i from generate_series(1, 1600) i",
                "analyze things");
        crew = new Crew(people, database, name);
    }

    private CompletableFuture<Void> later(String sql) {
        return CompletableFuture.runAsync(() -> database.run(sql));
    }

    private String events(long run) {
        return people.viewer()
                .get("/runs/" + run + "/events?limit=200")
                .expect(200)
                .json()
                .toString();
    }

    private void awaitActive(String like) {
        await().atMost(LONG).until(() -> database.ask("select count(*) from pg_stat_activity where state = 'active' and"
                        + " datname = current_database() and pid <> pg_backend_pid() and " + like)
                .equals("1"));
    }

    @Test
    void aChunkThatKeepsSomebodyWaitingIsCancelledAndDoneInSmallerOnes() {
        CompletableFuture<Void> bystander = later("select pg_sleep(6)");
        String id = crew.approved(SLOW_CHUNKS.formatted(name));
        Writers writers = new Writers(database, 1, n -> "update things set note = 'mine' where id = 1");
        long run = crew.launch(id);
        try (writers) {
            await().atMost(LONG).until(() -> events(run).contains("Cancelled our own statement"));
            long written = writers.writes();
            await().atMost(LONG).until(() -> writers.writes() > written + 1);
        }
        assertThat(events(run)).contains("lane 1", "waited for it");
        // Neither who waited nor who had nothing to do with it was disturbed.
        bystander.join();
        crew.await(run, "succeeded");
        assertThat(database.ask("select count(*) from things where n <> 1")).isEqualTo("0");
        assertThat(database.ask("select note from things where id = 1")).isEqualTo("mine");
    }

    @Test
    void aStatementThatHoldsATableBeforeOthersIsCancelledAndNotTriedAgain() {
        long run = crew.launch(crew.approved(REWRITE.formatted(name, "30", "")));
        awaitActive("application_name like 'lockkeeper run%phase%' and query like '%access exclusive%'");
        later("update things set note = 'mine' where id = 1")
                .orTimeout(20, java.util.concurrent.TimeUnit.SECONDS)
                .join();
        JsonNode failed = crew.awaitStandstill(run);
        assertThat(failed.path("state").asString()).isEqualTo("failed");
        assertThat(failed.at("/error/message").asString())
                .contains(
                        "held its lock for longer than 1000 ms while others waited", "session", "Nothing was changed");
        assertThat(failed.at("/error/advice").asString()).contains("'timeout'");
    }

    @Test
    void aStepWhoseTimeOutWasApprovedMayHoldItThatLong() {
        long run = crew.launch(crew.approved(REWRITE.formatted(name, "4", "timeout: 20s")));
        awaitActive("application_name like 'lockkeeper run%phase%' and query like '%access exclusive%'");
        later("update things set note = 'mine' where id = 1").join();
        crew.await(run, "succeeded");
    }
}
