package dev.lockkeeper.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockkeeper.testing.Databases;
import dev.lockkeeper.testing.Databases.Database;
import dev.lockkeeper.testing.Fleet;
import dev.lockkeeper.testing.ServerProcess;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Two servers on one store, with the settings as shipped. Each test leaves two servers behind. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SeveralServersTest {

    private static final int ROWS = 100_000;
    private static final Duration LONG = Duration.ofSeconds(120);
    private static final Duration TAKEOVER = Duration.ofSeconds(15);
    private static final Duration TO_GO = Duration.ofSeconds(20);

    @TempDir
    static Path data;

    private final Database target = Databases.fresh("several");
    private Fleet fleet;
    private ServerProcess one;
    private ServerProcess other;

    /** So few threads that a server which has a run and two of its lanes leaves the other lanes to the others. */
    @BeforeAll
    void start() {
        fleet = new Fleet(data, target, Map.of("DB_SCHEDULER_THREADS", "3"));
        List<ServerProcess> both = fleet.start(2);
        one = both.get(0);
        other = both.get(1);
    }

    @AfterAll
    void stop() {
        fleet.close();
    }

    private String countUp(String table, int chunk, String expression) {
        return fleet.approved(
                one,
                """
                migration: %s
                title: Add one to every row
                engine: postgresql
                strategy: direct
                phases:
                  - phase: backfill
                    steps:
                      - backfill: {table: %s, set: {n: "%s"}, guard: none, chunk: {time: 20ms, min: 10, max: %d}, lanes: {max: 4}}
                """
                        .formatted("count-" + table, table, expression, chunk));
    }

    private void table(String name, int rows) {
        target.run(
                "create table " + name + " (id bigint primary key, n int not null default 0)",
                "insert into " + name + " select i * 3 from generate_series(1, " + rows + ") i",
                "analyze " + name);
    }

    private long wrong(String table) {
        return Long.parseLong(target.ask("select count(*) from " + table + " where n <> 1"));
    }

    private void untilSucceeded(long run) {
        await().atMost(LONG).until(() -> List.of("succeeded", "failed", "stuck").contains(fleet.state(run)));
        assertThat(fleet.state(run)).as(fleet.events(run)).isEqualTo("succeeded");
    }

    @Test
    @Order(1)
    void theyShareTenThousandChunksAndDoNoneTwice() {
        table("many", ROWS);
        // Every chunk leaves a line of its lane, so that a range that was advanced twice would show.
        target.run("create table advanced (step text, lane int, cursor text[])");
        long run = fleet.launch(one, countUp("many", 10, "n + 1"));
        await().atMost(LONG).until(() -> !target.ask("select to_regclass('lockkeeper.lane')")
                .equals("null"));
        await().atMost(LONG).until(() -> !target.ask("select count(*) from lockkeeper.lane where run = " + run)
                .equals("0"));
        target.run(
                """
                create function note() returns trigger language plpgsql as $$ begin
                    insert into advanced values (new.step, new.lane, new.cursor); return new;
                end $$""",
                "create trigger note after update of cursor on lockkeeper.lane for each row execute function note()");
        untilSucceeded(run);
        assertThat(wrong("many")).isZero();
        assertThat(Long.parseLong(target.ask("select sum(chunks) from lockkeeper.lane where run = " + run)))
                .isGreaterThanOrEqualTo(10_000);
        assertThat(target.ask("select sum(rows) from lockkeeper.lane where run = " + run))
                .isEqualTo(String.valueOf(ROWS));
        assertThat(target.ask("select count(*) - count(distinct (lane, cursor)) from advanced"))
                .isEqualTo("0");
        assertThat(target.ask(
                        "select count(distinct server) from lockkeeper.lane where run = " + run + " and rows > 0"))
                .as("servers that did work")
                .isEqualTo("2");
    }

    @Test
    @Order(2)
    void theWorkOfADeadServerIsTakenUpInTime() {
        table("slow", 6000);
        target.run(
                "create function slow(n int) returns int language plpgsql immutable as $$ begin perform pg_sleep(0.003); return n + 1; end $$");
        long run = fleet.launch(one, countUp("slow", 20, "slow(n)"));
        await().atMost(LONG).until(() -> wrong("slow") < 5900);
        boolean first = fleet.carries(one, run);
        ServerProcess dying = first ? one : other;
        ServerProcess heir = first ? other : one;
        long killed = System.nanoTime();
        dying.kill();
        await().atMost(LONG).pollInterval(Duration.ofMillis(50)).until(() -> fleet.carries(heir, run));
        Duration took = Duration.ofNanos(System.nanoTime() - killed);
        System.out.printf("The work of a dead server was taken up after %.1f s%n", took.toMillis() / 1000.0);
        assertThat(took).isLessThan(TAKEOVER);
        assertThat(wrong("slow")).as("it must come in the middle").isPositive();
        one = heir;
        other = fleet.another();
        untilSucceeded(run);
        assertThat(wrong("slow")).isZero();
        assertThat(fleet.events(run)).contains("Its server went away; another takes it up.", "Taken up again");
    }

    @Test
    @Order(3)
    void aServerThatIsToldToStopHandsOverAtOnce() throws Exception {
        table("handed", 6000);
        table("indexed", 1000);
        other.freeze();
        long index = fleet.launch(
                one,
                fleet.approved(
                        one,
                        """
                migration: index-it
                title: An index
                engine: postgresql
                strategy: direct
                phases:
                  - phase: expand
                    steps:
                      - createIndex: {table: indexed, columns: [n]}
                """));
        try (Connection old = target.connect();
                Statement snapshot = old.createStatement()) {
            snapshot.execute("begin isolation level repeatable read");
            snapshot.execute("select count(*) from indexed");
            long rows = fleet.launch(one, countUp("handed", 20, "slow(n)"));
            await().atMost(LONG).until(() -> wrong("handed") < 5900);
            await().atMost(LONG).until(() -> !target.ask("select count(*) from pg_stat_progress_create_index")
                    .equals("0"));
            try (InputStream viewer = watch(one, rows)) {
                assertThat(viewer.read()).isPositive();
                other.thaw();
                Duration took = one.terminate();
                System.out.printf("A server that was told to stop was gone after %.1f s%n", took.toMillis() / 1000.0);
                assertThat(took).isLessThan(TO_GO);
            }
            await().atMost(Duration.ofSeconds(5))
                    .until(() -> fleet.carries(other, rows) && fleet.carries(other, index));
            snapshot.execute("rollback");
            assertThat(wrong("handed")).as("it must come in the middle").isPositive();
            untilSucceeded(rows);
            untilSucceeded(index);
            assertThat(wrong("handed")).isZero();
            assertThat(
                            target.ask(
                                    "select bool_and(indisvalid) || ' ' || count(*) from pg_index where indrelid = 'indexed'::regclass"))
                    .isEqualTo("true 2");
            assertThat(fleet.events(rows) + fleet.events(index))
                    .doesNotContain("went away")
                    .doesNotContain("failed");
        }
    }

    private InputStream watch(ServerProcess server, long run) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.address() + "/api/v1/runs/" + run + "/events"))
                .header("Authorization", "Bearer " + fleet.operator())
                .header("Accept", "text/event-stream")
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofInputStream())
                .body();
    }
}
