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
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.springframework.beans.factory.annotation.Autowired;

/** What lanes heed in the middle of a slow backfill of {@code n = n + 1}. */
@LockkeeperTest
class PaceTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String PLAN =
            """
            migration: %s
            title: At a pace
            engine: postgresql
            phases:
              - phase: backfill
                steps:
                  - backfill:
                      table: things
                      set: {n: slow(n)}
                      guard: none
                      chunk: {time: %s, min: %d, max: %d}
                      lanes: {max: 4}
            """;

    @Autowired
    People people;

    private Database database;
    /** On the same server; asked from there, so that the questions do not pass for others at work. */
    private Database watch;

    private Crew crew;
    private String name;

    @BeforeEach
    void target(TestInfo test) {
        String method = test.getTestMethod().orElseThrow().getName().toLowerCase();
        name = method.substring(0, Math.min(40, method.length()));
        watch = Databases.fresh("watch");
        database = Databases.fresh("pace");
        database.run(
                "create table things (id bigint primary key, n int not null default 0, note text)",
                "create function slow(n int) returns int language plpgsql immutable as $$ begin perform pg_sleep(0.001); return n + 1; end $$",
                "insert into things select i from generate_series(1, 60000) i",
                "analyze things");
        crew = new Crew(people, database, name);
    }

    private long launched(String time, int min, int max) {
        return crew.launch(crew.approved(PLAN.formatted(name, time, min, max)));
    }

    private int lanes(long run) {
        return Integer.parseInt(
                watch.ask("select count(*) from pg_stat_activity where application_name like 'lockkeeper run " + run
                        + " lane%' and datname = '" + database.url().replaceAll(".*/", "") + "'"));
    }

    private long done() {
        return Long.parseLong(database.ask("select count(*) from things where n > 0"));
    }

    private void cancel(long run) {
        crew.wish(run, "cancel", Map.of()).expect(202);
        crew.await(run, "cancelled");
        assertThat(watch.ask("select count(*) from pg_stat_activity where application_name like 'lockkeeper run " + run
                        + " %'" + " and datname = '" + database.url().replaceAll(".*/", "") + "'"))
                .as("the sampler and the lanes end with the walk")
                .isEqualTo("0");
        assertThat(database.ask("select count(*) from things where n > 1")).isEqualTo("0");
    }

    @Test
    void theDialChangesHowManyLanesWork() {
        long run = launched("40ms", 10, 20);
        await().atMost(LONG).until(() -> lanes(run) == 4);
        people.operator().patch("/runs/" + run, Map.of("dial", 1)).expect(200);
        await().atMost(LONG).until(() -> lanes(run) == 1);
        assertThat(crew.run(run).at("/backfill/throttle/lanes").asInt()).isEqualTo(1);
        people.operator().patch("/runs/" + run, Map.of("dial", 11)).expect(200);
        await().atMost(LONG).until(() -> lanes(run) == 4);
        cancel(run);
    }

    @Test
    void lanesStopWhenNobodyHasSampledTheTargetForAWhile() throws SQLException {
        long run = launched("40ms", 10, 20);
        await().atMost(LONG).until(() -> lanes(run) == 4);
        try (Connection connection = database.connect();
                Statement other = connection.createStatement()) {
            connection.setAutoCommit(false);
            other.executeQuery("select from lockkeeper.fact where name = 'pulse' for update");
            await().atMost(LONG).until(() -> crew.run(run)
                    .at("/backfill/throttle/reason")
                    .asString("")
                    .startsWith("the target has not been sampled for"));
            await().atMost(LONG).until(() -> watch.ask(
                            "select count(*) from pg_stat_activity where application_name like 'lockkeeper run " + run
                                    + " lane%' and state <> 'idle'")
                    .equals("0"));
            long atRest = done();
            assertThat(atRest).isBetween(1L, 59_999L);
            await().during(Duration.ofSeconds(2)).until(() -> done() == atRest);
            connection.rollback();
            await().atMost(LONG).until(() -> done() > atRest);
        }
        cancel(run);
    }

    @Test
    void makesRoomForOthersAndSaysSo() {
        long run = launched("40ms", 10, 20);
        await().atMost(LONG).until(() -> lanes(run) == 4);
        try (var others = new dev.lockkeeper.testing.Writers(
                database, 2, n -> "update things set note = 'x' where id = " + (1 + n % 60_000))) {
            await().atMost(LONG).until(() -> verdict(run).equals("slow"));
            assertThat(crew.run(run).at("/backfill/throttle/reason").asString())
                    .contains("of others at work", "25 ms chunks");
            await().atMost(LONG).until(() -> others.writes() > 0);
        }
        await().atMost(LONG).until(() -> verdict(run).equals("go"));
        cancel(run);
    }

    private String verdict(long run) {
        return crew.run(run).at("/backfill/throttle/verdict").asString("");
    }
}
