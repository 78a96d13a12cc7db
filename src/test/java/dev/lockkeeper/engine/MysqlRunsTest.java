package dev.lockkeeper.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockkeeper.testing.Crew;
import dev.lockkeeper.testing.Databases.Database;
import dev.lockkeeper.testing.LockkeeperTest;
import dev.lockkeeper.testing.MysqlDatabases;
import dev.lockkeeper.testing.People;
import dev.lockkeeper.testing.Writers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** Runs on MySQL or MariaDB that do not go straight through, with an application that writes all the while. */
@LockkeeperTest
@TestPropertySource(properties = "lockkeeper.engine.row-patience=2s")
class MysqlRunsTest {

    private static final int ROWS = 4000;
    private static final Duration LONG = Duration.ofSeconds(60);

    /** One more; the rest is 0 and takes about a millisecond a row. */
    private static final String SLOWLY = "n + 1 + 0 * length(sha2(repeat(id, 100000), 512))";

    private static final String PLAN =
            """
            migration: %s
            title: One more in each row
            engine: mysql
            phases:
              - phase: expand
                steps:
                  - addColumn: {table: things, column: m, type: int}
              - phase: backfill
                steps:
                  - backfill:
                      table: things
                      set: {n: "%s"}
                      guard: none
                      chunk: {time: 40ms, min: 10, max: 20}
                      lanes: {max: 1}
            """;

    @Autowired
    People people;

    private final String name = "mysql-" + UUID.randomUUID().toString().substring(0, 8);
    private Database database;
    private Crew crew;

    @BeforeEach
    void table() {
        database = MysqlDatabases.fresh("runs");
        StringBuilder rows = new StringBuilder("(1)");
        for (int i = 2; i <= ROWS; i++) {
            rows.append(",(").append(i).append(')');
        }
        database.run(
                "create table things (id bigint primary key, n int not null default 0, seen int, constraint small check (n < 100))"
                        + " engine = InnoDB",
                "insert into things (id) values " + rows,
                "analyze table things");
        crew = new Crew(people, database, name);
    }

    private Writers writers() {
        return new Writers(
                database, 2, i -> "update things set seen = coalesce(seen, 0) + 1 where id = " + (1 + i * 31 % ROWS));
    }

    private long done() {
        return Long.parseLong(database.ask("select count(*) from things where n > 0"));
    }

    private long inTheMiddle() {
        long run = crew.launch(crew.approved(PLAN.formatted(name, SLOWLY)));
        await().atMost(LONG).until(() -> done() > 100);
        return run;
    }

    private String wrong() {
        return database.ask("select count(*) from things where n <> 1");
    }

    private String column(String column) {
        return database.ask("select count(*) from information_schema.columns where table_schema = database() and"
                + " table_name = 'things' and column_name = '" + column + "'");
    }

    @Test
    void pauseStopsBetweenTwoChunksAndResumeGoesOnThere() {
        try (Writers writers = writers()) {
            long run = inTheMiddle();
            crew.wish(run, "pause", "{}").expect(202);
            crew.await(run, "paused");
            long atRest = done();
            assertThat(atRest).isLessThan(ROWS);
            long written = writers.writes();
            await().atMost(LONG).until(() -> writers.writes() > written + 200);
            assertThat(done()).isEqualTo(atRest);
            crew.wish(run, "resume", "{}").expect(202);
            people.operator().patch("/runs/" + run, Map.of("dial", 11)).expect(200);
            crew.await(run, "succeeded");
        }
        assertThat(wrong()).isEqualTo("0");
    }

    @Test
    void aTableThatIsRebuiltMeanwhileIsWalkedAgain() {
        String marked = PLAN.replace("{n: \"%s\"}", "{m: \"%s\"}").replace("guard: none", "guard: mismatch");
        long run = crew.launch(crew.approved(marked.formatted(name, SLOWLY)));
        await().atMost(LONG)
                .until(() -> column("m").equals("1")
                        && !database.ask("select count(*) from things where m = 1")
                                .equals("0"));
        crew.wish(run, "pause", "{}").expect(202);
        crew.await(run, "paused");
        // Behind the walk's cursor, and past it: the engine's own number of the table changes with the rebuild.
        database.run("alter table things force", "update things set m = null where id < 10");
        crew.wish(run, "resume", "{}").expect(202);
        people.operator().patch("/runs/" + run, Map.of("dial", 11)).expect(200);
        crew.await(run, "succeeded");
        assertThat(events(run)).contains("was rewritten while it was walked");
        assertThat(database.ask("select count(*) from things where not (m <=> n + 1)"))
                .isEqualTo("0");
    }

    @Test
    void aTableThatIsRebuiltMeanwhileStopsAWalkThatMayWriteARowOnlyOnce() {
        long run = inTheMiddle();
        crew.wish(run, "pause", "{}").expect(202);
        crew.await(run, "paused");
        database.run("alter table things force");
        crew.wish(run, "resume", "{}").expect(202);
        JsonNode stopped = crew.awaitStandstill(run);
        assertThat(stopped.at("/error/code").asString()).isEqualTo("table-changed");
        assertThat(stopped.at("/error/advice").asString()).contains("roll back");
    }

    @Test
    void aCancelledRunIsRolledBackAndLeavesWhatWasThereBefore() {
        long run = inTheMiddle();
        crew.wish(run, "cancel", "{\"reason\": \"wrong table\"}").expect(202);
        crew.await(run, "cancelled");
        assertThat(done()).isBetween(100L, ROWS - 1L);
        crew.wish(run, "rollback", "{}").expect(202);
        crew.await(run, "rolledBack");
        assertThat(column("m")).isEqualTo("0");
        assertThat(column("n")).isEqualTo("1");
    }

    @Test
    void aRowThatRefusesIsLeftOutByNameAndWrittenOnceWhenItIsMended() {
        database.run("update things set n = 99 where id in (1, 2500)");
        long run;
        try (Writers writers = writers()) {
            run = crew.launch(crew.approved(PLAN.formatted(name, "n + 1").replace("max: 20", "max: 500")));
            JsonNode stuck = crew.await(run, "stuck");
            assertThat(stuck.at("/error/code").asString()).isEqualTo("open-holes");
            assertThat(stuck.path("holes")).hasSize(2);
            assertThat(stuck.at("/holes/1/key/0").asString()).isEqualTo("2500");
            assertThat(stuck.at("/holes/1/error").asString()).contains("small");
            assertThat(database.ask("select count(*) from things where n = 1")).isEqualTo(String.valueOf(ROWS - 2));
            database.run("update things set n = 0 where n = 99");
            crew.wish(run, "retry", "{}").expect(202);
            crew.await(run, "succeeded");
            assertThat(writers.writes()).isPositive();
        }
        assertThat(wrong()).isEqualTo("0");
    }

    @Test
    void aReaderInTheWayIsNamedAndNobodyQueuesBehindUsForLong() throws SQLException {
        try (Writers writers = writers();
                Connection reader = database.connect();
                Statement reading = reader.createStatement()) {
            reader.setAutoCommit(false);
            reading.execute("select count(*) from things");
            long run = crew.launch(crew.approved(PLAN.formatted(name, "n + 1").replace("max: 20", "max: 500")));
            await().atMost(LONG).until(() -> events(run).contains("Lock not granted"));
            assertThat(events(run)).contains("session");
            long written = writers.writes();
            await().atMost(LONG).until(() -> writers.writes() > written + 200);
            assertThat(column("m")).isEqualTo("0");
            reader.rollback();
            crew.await(run, "succeeded");
            // The lock budget is one second; the rest is the machine's.
            assertThat(writers.longestMillis())
                    .as("longest wait of the application")
                    .isLessThan(2500);
        }
        assertThat(column("m")).isEqualTo("1");
        assertThat(wrong()).isEqualTo("0");
    }

    private String events(long run) {
        return people.viewer()
                .get("/runs/" + run + "/events?limit=200")
                .expect(200)
                .body();
    }
}
