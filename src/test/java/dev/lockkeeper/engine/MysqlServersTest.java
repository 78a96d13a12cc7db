package dev.lockkeeper.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockkeeper.testing.Databases.Database;
import dev.lockkeeper.testing.Fleet;
import dev.lockkeeper.testing.MysqlDatabases;
import dev.lockkeeper.testing.ServerProcess;
import dev.lockkeeper.testing.Writers;
import java.nio.file.Path;
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

/** Two servers that carry {@code n = n + 1} out on MySQL or MariaDB, beside an application, and one of them that goes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MysqlServersTest {

    private static final Duration LONG = Duration.ofSeconds(120);
    private static final String SLOWLY = "n + 1 + 0 * length(sha2(repeat(id, 60000), 512))";

    @TempDir
    static Path data;

    private final Database target = MysqlDatabases.fresh("servers");
    private Fleet fleet;
    private ServerProcess one;
    private ServerProcess other;

    /** So few threads that a server which has a run and two of its lanes leaves the other lanes to the others. */
    @BeforeAll
    void start() {
        fleet = new Fleet(data, target, Map.of("DB_SCHEDULER_THREADS", "3", "LOCKKEEPER_ENGINE_TAKEOVER", "2s"));
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
                engine: mysql
                strategy: direct
                phases:
                  - phase: backfill
                    steps:
                      - backfill: {table: %s, set: {n: "%s"}, guard: none, chunk: {time: 40ms, min: 10, max: %d}, lanes: {max: 4}}
                """
                        .formatted("count-" + table, table, expression, chunk));
    }

    private void table(String name, int rows) {
        StringBuilder values = new StringBuilder("(3)");
        for (int i = 2; i <= rows; i++) {
            values.append(",(").append(i * 3).append(')');
        }
        target.run(
                "create table " + name + " (id bigint primary key, n int not null default 0, seen int) engine = InnoDB",
                "insert into " + name + " (id) values " + values,
                "analyze table " + name);
    }

    private Writers writers(String table, int rows) {
        return new Writers(
                target,
                2,
                i -> "update " + table + " set seen = coalesce(seen, 0) + 1 where id = " + 3 * (1 + i * 31 % rows));
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
    void theyShareTheChunksAndDoNoneTwice() {
        table("many", 40_000);
        long run = fleet.launch(one, countUp("many", 20, "n + 1"));
        untilSucceeded(run);
        assertThat(wrong("many")).isZero();
        assertThat(target.ask("select sum(`rows`) from lockkeeper_lane where run = " + run))
                .isEqualTo("40000");
        assertThat(Long.parseLong(target.ask("select sum(chunks) from lockkeeper_lane where run = " + run)))
                .isGreaterThanOrEqualTo(2000);
        assertThat(target.ask(
                        "select count(distinct server) from lockkeeper_lane where run = " + run + " and `rows` > 0"))
                .as("servers that did work")
                .isEqualTo("2");
    }

    @Test
    @Order(2)
    void theWorkOfAKilledServerIsDoneOnceByTheOther() {
        table("slow", 6000);
        long run;
        try (Writers writers = writers("slow", 6000)) {
            run = fleet.launch(one, countUp("slow", 20, SLOWLY));
            await().atMost(LONG).until(() -> wrong("slow") < 5900);
            boolean first = fleet.carries(one, run);
            ServerProcess dying = first ? one : other;
            ServerProcess heir = first ? other : one;
            dying.kill();
            await().atMost(LONG).pollInterval(Duration.ofMillis(50)).until(() -> fleet.carries(heir, run));
            assertThat(wrong("slow")).as("it must come in the middle").isPositive();
            one = heir;
            other = fleet.another();
            untilSucceeded(run);
            assertThat(writers.writes()).isPositive();
        }
        assertThat(wrong("slow")).isZero();
        assertThat(fleet.events(run)).contains("Its server went away; another takes it up.", "Taken up again");
    }

    @Test
    @Order(3)
    void allServersKilledTwiceWriteEachRowOnce() {
        table("often", 12_000);
        long run;
        try (Writers writers = writers("often", 12_000)) {
            run = fleet.launch(one, countUp("often", 20, SLOWLY));
            await().atMost(LONG).until(() -> wrong("often") < 11_900);
            one.kill();
            other.kill();
            long left = wrong("often");
            assertThat(left).as("it must come in the middle").isPositive();
            one = fleet.another();
            await().atMost(LONG).until(() -> wrong("often") < left);
            one.kill();
            assertThat(wrong("often")).as("it must come in the middle").isPositive();
            one = fleet.another();
            untilSucceeded(run);
            assertThat(writers.writes()).isPositive();
        }
        assertThat(wrong("often")).isZero();
    }
}
