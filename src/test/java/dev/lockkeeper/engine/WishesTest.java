package dev.lockkeeper.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockkeeper.testing.Crew;
import dev.lockkeeper.testing.Databases;
import dev.lockkeeper.testing.Databases.Database;
import dev.lockkeeper.testing.LockkeeperTest;
import dev.lockkeeper.testing.People;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.springframework.beans.factory.annotation.Autowired;

/** What people wish in the middle of a slow backfill of {@code n = n + 1}. */
@LockkeeperTest
class WishesTest {

    private static final int ROWS = 4000;
    /** Each chunk of twenty rows takes about as many milliseconds as the dial's rest after it. */
    private static final String PLAN =
            """
            migration: %s
            title: Slowly
            engine: postgresql
            phases:
              - phase: expand
                steps:
                  - addColumn: {table: things, column: m, type: int}
              - phase: backfill
                steps:
                  - backfill:
                      table: things
                      set: {n: "n + 1 + pg_sleep(0.001)::text::int"}
                      guard: none
                      chunk: {time: 40ms, min: 10, max: 20}
                      lanes: {max: 1}
            """;

    @Autowired
    People people;

    private Database database;
    private Crew crew;
    private String id;

    @BeforeEach
    void launchable(TestInfo test) {
        String name = test.getTestMethod().orElseThrow().getName().toLowerCase();
        database = Databases.fresh("wishes");
        database.run(
                "create table things (id bigint primary key, n int not null default 0)",
                "create function slow(n int) returns int language plpgsql immutable as $$ begin perform pg_sleep(0.001); return n + 1; end $$",
                "insert into things select i from generate_series(1, " + ROWS + ") i",
                "analyze things");
        crew = new Crew(people, database, name);
        id = crew.approved(PLAN.formatted(name).replace("\"n + 1 + pg_sleep(0.001)::text::int\"", "slow(n)"));
    }

    private long done() {
        return Long.parseLong(database.ask("select count(*) from things where n > 0"));
    }

    private long inTheMiddle() {
        long run = crew.launch(id);
        await().atMost(Duration.ofSeconds(30)).until(() -> done() > 100);
        return run;
    }

    @Test
    void pauseStopsBetweenTwoChunksWithinASecondAndResumeGoesOnThere() {
        long run = inTheMiddle();
        long wished = System.nanoTime();
        crew.wish(run, "pause", "{}").expect(202);
        crew.await(run, "paused");
        assertThat(Duration.ofNanos(System.nanoTime() - wished)).isLessThan(Duration.ofSeconds(3));
        long atRest = done();
        assertThat(atRest).isLessThan(ROWS);
        assertThat(
                        database.ask(
                                "select count(*) from pg_stat_activity where application_name like 'lockkeeper run%' and state = 'active' and datname = current_database()"))
                .isEqualTo("0");
        assertThat(done()).isEqualTo(atRest);
        crew.wish(run, "resume", "{}").expect(202);
        crew.await(run, "succeeded");
        assertThat(database.ask("select count(*) from things where n <> 1")).isEqualTo("0");
    }

    @Test
    void anApprovalWithdrawnBeforeTheStartIsAskedForAgain() {
        String start = Instant.now().plusSeconds(2).toString();
        String target = people.operator()
                .get("/migrations/" + id + "/revisions/1/approvals")
                .text("/items/0/target");
        long run = people.operator()
                .post("/runs", Map.of("migration", id, "target", target, "startAt", start))
                .expect(201)
                .json()
                .path("run")
                .asLong();
        String approvals = "/migrations/" + id + "/revisions/1/approvals";
        people.approver()
                .delete(approvals + "/" + people.approver().get(approvals).text("/items/0/approval"))
                .expect(204);
        assertThat(crew.await(run, "waiting").path("waitingFor").asString()).isEqualTo("an approval of expand");
        assertThat(database.ask("select count(*) from information_schema.columns where table_name = 'things'"))
                .isEqualTo("2");
        crew.approve(id, null);
        crew.await(run, "succeeded");
    }

    @Test
    void cancelKeepsWhatIsDoneAndNothingGoesOn() {
        long run = inTheMiddle();
        crew.wish(run, "cancel", "{\"reason\": \"wrong table\"}").expect(202);
        crew.await(run, "cancelled");
        long atRest = done();
        assertThat(atRest).isBetween(100L, (long) ROWS - 1);
        assertThat(crew.wish(run, "resume", "{}").code()).isEqualTo("illegal-state");
        assertThat(done()).isEqualTo(atRest);
    }

    @Test
    void aCancelledRunCanBeRolledBack() {
        long run = inTheMiddle();
        crew.wish(run, "cancel", "{}").expect(202);
        crew.await(run, "cancelled");
        crew.wish(run, "rollback", "{}").expect(202);
        crew.await(run, "rolledBack");
        assertThat(
                        database.ask(
                                "select count(*) from information_schema.columns where table_name = 'things' and column_name = 'm'"))
                .isEqualTo("0");
    }

    @Test
    void theDialSlowsALiveRun() {
        long run = inTheMiddle();
        people.operator().patch("/runs/" + run, java.util.Map.of("dial", 1)).expect(200);
        assertThat(crew.run(run).path("dial").asInt()).isEqualTo(1);
        people.operator().patch("/runs/" + run, java.util.Map.of("dial", 11)).expect(200);
        crew.await(run, "succeeded");
        assertThat(database.ask("select count(*) from things where n <> 1")).isEqualTo("0");
    }

    @Test
    void twoLaunchesAtOnceGiveOneRun() throws Exception {
        List<Integer> answers;
        try (var both = java.util.concurrent.Executors.newFixedThreadPool(2)) {
            var first = both.submit(() -> crew.launchAnswer(id).status());
            var second = both.submit(() -> crew.launchAnswer(id).status());
            answers = List.of(first.get(), second.get()).stream().sorted().toList();
        }
        assertThat(answers).containsExactly(201, 409);
    }
}
