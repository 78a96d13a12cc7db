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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** Tables without a key: rows are walked where they lie, and move when an application updates them. */
@LockkeeperTest
class WithoutKeyTest {

    private static final String PLAN =
            """
            migration: %1$s
            engine: postgresql
            phases:
              - phase: expand
                steps:
                  - keepInSync: {table: logs, set: {v: %2$s}%3$s}
              - phase: backfill
                steps:
                  - backfill: {table: logs, set: sync, guard: %4$s, chunk: {time: 15ms, min: 10, max: 300}, lanes: {max: %5$d}}
              - phase: verify
                steps:
                  - verify: {table: logs, same: sync}
            """;

    @Autowired
    People people;

    private static Database logs(int rows) {
        return Databases.fresh("logs")
                .run(
                        "create table logs (n int, src int, v bigint, note text)",
                        "insert into logs (n, src) select i, i % 1000 from generate_series(1, " + rows + ") i",
                        "create index on logs (n)",
                        "create function slow(src int) returns bigint language plpgsql immutable as $$ begin perform pg_sleep(0.001); return"
                                + " src * 2; end $$",
                        "vacuum analyze logs");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mismatch", "'null'", "marker"})
    void rowsThatMoveMeanwhileAreRight(String guard) {
        Database database = logs(40_000);
        String name = "moving-" + guard.replace("'", "");
        Crew crew = new Crew(people, database, name);
        String id = crew.approved(PLAN.formatted(name, "src * 2", "", guard, 3));
        try (Writers writers = new Writers(database, 3, n -> {
            long row = 1 + n * 7919 % 40_000;
            return switch ((int) (n % 5)) {
                case 0 -> "update logs set note = repeat('x', 900) where n = " + row;
                case 1 -> "update logs set src = src + 1 where n = " + row;
                case 2 -> n % 50 == 2 ? "vacuum logs" : "delete from logs where n = " + row;
                case 3 -> "insert into logs (n, src) values (" + (40_000 + n) + ", 7)";
                default -> "update logs set src = 3, note = null where n between " + row + " and " + (row + 20);
            };
        })) {
            crew.await(crew.launch(id), "succeeded");
            assertThat(writers.writes()).isPositive();
        }
        assertThat(database.ask("select count(*) from logs where v is distinct from src * 2"))
                .isEqualTo("0");
    }

    @Test
    void aTableThatWasRewrittenIsWalkedAgain() {
        Database database = logs(1_500);
        Crew crew = new Crew(people, database, "rewritten");
        long run = pausedInTheMiddle(database, crew, "rewritten");
        database.run("delete from logs where v is not null", "vacuum full logs");
        long left = Long.parseLong(database.ask("select count(*) from logs"));
        assertThat(database.ask("select count(*) from logs where v is null")).isEqualTo(String.valueOf(left));
        crew.wish(run, "resume", "{}").expect(202);
        crew.await(run, "succeeded");
        assertThat(database.ask("select count(*) from logs where v is distinct from src * 2"))
                .isEqualTo("0");
        assertThat(people.operator()
                        .get("/runs/" + run + "/events?limit=500")
                        .expect(200)
                        .body())
                .contains("was rewritten while it was walked");
    }

    @Test
    void aKeyThatAppearsMeanwhileStopsTheWalk() {
        Database database = logs(1_500);
        Crew crew = new Crew(people, database, "appears");
        long run = pausedInTheMiddle(database, crew, "appears");
        database.run("alter table logs add primary key (n)");
        crew.wish(run, "resume", "{}").expect(202);
        JsonNode stopped = crew.awaitStandstill(run);
        assertThat(stopped.path("error").path("code").asString()).isEqualTo("table-changed");
    }

    private static long pausedInTheMiddle(Database database, Crew crew, String name) {
        long run = crew.launch(crew.approved(PLAN.formatted(name, "slow(src)", "", "mismatch", 1)));
        await().atMost(Duration.ofSeconds(40))
                .until(() -> Long.parseLong(database.ask("select count(*) from logs where v is not null")) > 300);
        crew.wish(run, "pause", "{}").expect(202);
        crew.await(run, "paused");
        return run;
    }

    @Test
    void aRowThatRefusesStopsTheWalkAndIsNotLeftOut() {
        Database database = logs(3_000).run("update logs set src = 0 where n = 1700", "vacuum full logs");
        Crew crew = new Crew(people, database, "refuses");
        long run = crew.launch(crew.approved(PLAN.formatted("refuses", "1000 / src", "", "mismatch", 1)));
        assertThat(crew.awaitStandstill(run).path("state").asString()).isEqualTo("failed");
        assertThat(database.ask("select count(*) from logs where v is null")).isNotEqualTo("0");
        database.run("update logs set src = 1 where src = 0");
        crew.wish(run, "retry", "{}").expect(202);
        crew.await(run, "succeeded");
        assertThat(database.ask("select count(*) from logs where v is distinct from 1000 / src"))
                .isEqualTo("0");
    }

    @Test
    void whatCannotBeKeptRightIsRefusedBeforeItRuns() {
        Database database = logs(10);
        Crew crew = new Crew(people, database, "refused");
        String id = people.author()
                .postYaml("/migrations", PLAN.formatted("refused", "src * 2", "", "none", 1))
                .expect(201)
                .text("/migration");
        assertThat(people.author()
                        .get("/migrations/" + id + "/revisions/1/sql?target=refused")
                        .body())
                .contains("a row moves when it is updated");
        assertThat(people.operator()
                        .get("/board?migration=" + id + "&target=refused")
                        .body())
                .contains("a row moves when it is updated");
        assertThat(crew.launchAnswer(id).status()).isGreaterThanOrEqualTo(400);
    }
}
