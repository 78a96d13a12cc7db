package dev.lockkeeper.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockkeeper.testing.Crew;
import dev.lockkeeper.testing.Databases.Database;
import dev.lockkeeper.testing.LockkeeperTest;
import dev.lockkeeper.testing.MysqlDatabases;
import dev.lockkeeper.testing.People;
import dev.lockkeeper.testing.Writers;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** Statements of ours that keep others waiting for longer than the lock budget, on MySQL or MariaDB. */
@LockkeeperTest
class GivingWayMysqlTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    /** 128 characters, some milliseconds for each row. */
    private static final String SLOW = "length(sha2(repeat(concat(id), 500000), 512))";

    private static final String SLOW_CHUNKS =
            """
            migration: %s
            title: Large chunks of slow rows
            engine: mysql
            phases:
              - phase: backfill
                steps:
                  - backfill:
                      table: things
                      set: {n: "n - 127 + %s"}
                      guard: none
                      chunk: {time: 4s, min: 800, max: 800}
                      lanes: {max: 1}
            """;

    private static final String STATEMENT =
            """
            migration: %s
            title: Holds rows or the table
            engine: mysql
            phases:
              - phase: all
                steps:
                  - sql:
                      up: %s
                      irreversible: it is only tried
                      %s
            """;

    @Autowired
    People people;

    private Database database;
    private Crew crew;
    private String name;

    @BeforeEach
    void target(TestInfo test) {
        String method = test.getTestMethod().orElseThrow().getName().toLowerCase(Locale.ROOT);
        name = method.substring(0, Math.min(36, method.length())) + "-my";
        String rows =
                IntStream.rangeClosed(1001, 2600).mapToObj(id -> "(" + id + ")").collect(Collectors.joining(","));
        database = MysqlDatabases.fresh("giving");
        database.run(
                "create table things (id bigint primary key, n int not null default 0, note varchar(20))",
                "insert into things (id) values " + rows,
                "analyze table things");
        crew = new Crew(people, database, name);
    }

    private String events(long run) {
        return people.viewer()
                .get("/runs/" + run + "/events?limit=200")
                .expect(200)
                .json()
                .toString();
    }

    private void awaitStatement(String like) {
        await().atMost(LONG).until(() -> !database.ask(
                        "select count(*) from information_schema.processlist where id <> connection_id()"
                                + " and db = database() and info like '" + like + "'")
                .equals("0"));
    }

    private CompletableFuture<Void> writer() {
        return CompletableFuture.runAsync(() -> database.run("update things set note = 'mine' where id = 1001"))
                .orTimeout(30, TimeUnit.SECONDS);
    }

    private void gaveWay(long run) {
        JsonNode failed = crew.awaitStandstill(run);
        assertThat(failed.path("state").asString()).isEqualTo("failed");
        assertThat(failed.at("/error/message").asString())
                .contains("held its lock for longer than 1000 ms while others waited", "session");
        assertThat(failed.at("/error/advice").asString()).contains("'timeout'");
    }

    @Test
    void aChunkThatKeepsSomebodyWaitingIsCancelledAndDoneInSmallerOnes() {
        String id = crew.approved(SLOW_CHUNKS.formatted(name, SLOW));
        Writers writers = new Writers(database, 1, n -> "update things set note = 'mine' where id = 1001");
        long run = crew.launch(id);
        try (writers) {
            await().atMost(LONG).until(() -> events(run).contains("Cancelled our own statement"));
            long written = writers.writes();
            await().atMost(LONG).until(() -> writers.writes() > written + 1);
        }
        assertThat(events(run)).contains("waited for it");
        crew.await(run, "succeeded");
        assertThat(database.ask("select count(*) from things where n <> 1")).isEqualTo("0");
        assertThat(database.ask("select note from things where id = 1001")).isEqualTo("mine");
    }

    @Test
    void aStatementThatHoldsRowsBeforeOthersIsCancelledAndNotTriedAgain() {
        String up = "update things set n = " + SLOW;
        long run = crew.launch(crew.approved(STATEMENT.formatted(name, up, "")));
        awaitStatement("update things set n%");
        writer().join();
        gaveWay(run);
        assertThat(database.ask("select count(*) from things where n <> 0")).isEqualTo("0");
    }

    @Test
    void aTableThatIsCopiedBeforeOthersIsGivenBack() {
        String up = "alter table things add column g int as (" + SLOW + ") stored, algorithm=copy, lock=shared";
        long run = crew.launch(crew.approved(STATEMENT.formatted(name, "\"" + up + "\"", "transaction: false")));
        awaitStatement("alter table things%");
        writer().join();
        gaveWay(run);
        assertThat(database.ask("show columns from things like 'g'")).isEqualTo("no row");
    }
}
