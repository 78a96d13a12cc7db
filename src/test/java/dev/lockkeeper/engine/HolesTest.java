package dev.lockkeeper.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.testing.Crew;
import dev.lockkeeper.testing.Databases;
import dev.lockkeeper.testing.Databases.Database;
import dev.lockkeeper.testing.LockkeeperTest;
import dev.lockkeeper.testing.People;
import dev.lockkeeper.testing.Writers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** Rows that refuse, while an application writes: left out by name, held against the phase, and written once in the end. */
@LockkeeperTest
@TestPropertySource(properties = {"lockkeeper.engine.row-patience=2s", "lockkeeper.engine.holes=12"})
class HolesTest {

    private static final int ROWS = 6000;

    @Autowired
    People people;

    private Database database;
    private Crew crew;
    private final String name = "holes-" + UUID.randomUUID().toString().substring(0, 8);

    @BeforeEach
    void table() {
        database = Databases.fresh("holes");
        database.run(
                "create table things (id bigint primary key, n int not null default 0, d int not null default 1, seen int)",
                "insert into things select i from generate_series(1, " + ROWS + ") i",
                "analyze things");
        crew = new Crew(people, database, name);
    }

    /** {@code n + 1 / d} is one more, and refuses where {@code d} is 0. */
    private String plan() {
        return plan("n + 1 / d");
    }

    private String plan(String expression) {
        return """
                migration: %s
                title: Rows that refuse
                engine: postgresql
                strategy: direct
                phases:
                  - phase: work
                    steps:
                      - backfill: {table: things, set: {n: %s}, guard: none, chunk: {time: 20ms, min: 10, max: 500}, lanes: {max: 2}}
                """
                .formatted(name, expression);
    }

    private Writers writers() {
        return new Writers(
                database, 2, i -> "update things set seen = coalesce(seen, 0) + 1 where id = " + (1 + i * 31 % ROWS));
    }

    private String wrong() {
        return database.ask("select count(*) from things where n <> 1");
    }

    private static List<String> keys(JsonNode run) {
        List<String> keys = new ArrayList<>();
        run.path("holes").forEach(hole -> keys.add(hole.path("key").path(0).asString()));
        return keys.stream().sorted().toList();
    }

    private String path(long run, JsonNode hole) {
        return "/runs/" + run + "/holes/" + hole.path("hole").asString();
    }

    @Test
    void rowsThatRefuseAreLeftOutAndWrittenOnceAfterTheyAreMended() {
        database.run("update things set d = 0 where id in (1, 1777, 1778, " + ROWS + ")");
        long run;
        try (Writers writers = writers()) {
            run = crew.launch(crew.approved(plan()));
            JsonNode stuck = crew.await(run, "stuck");
            assertThat(stuck.path("error").path("code").asString()).isEqualTo("open-holes");
            assertThat(stuck.path("error").path("message").asString()).contains("4 rows of things", "1777; 1778");
            assertThat(keys(stuck)).containsExactly("1", "1777", "1778", String.valueOf(ROWS));
            assertThat(stuck.path("holes").path(0).path("error").asString()).contains("division by zero");
            assertThat(stuck.path("holes").path(0).path("state").asString()).isEqualTo("open");
            assertThat(database.ask("select count(*) from things where n = 1")).isEqualTo(String.valueOf(ROWS - 4));
            database.run("update things set d = 1 where d = 0 and id <> 1");
            crew.wish(run, "retry", "{}").expect(202);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> crew.run(run).path("holes").size() == 1);
            JsonNode again = crew.await(run, "stuck");
            assertThat(keys(again)).containsExactly("1");
            database.run("update things set d = 1 where id = 1");
            people.operator()
                    .post(path(run, again.path("holes").path(0)), Map.of("action", "retry"))
                    .expect(202);
            JsonNode done = crew.await(run, "succeeded");
            assertThat(done.path("holes")).isEmpty();
            assertThat(done.path("phases")
                            .path(0)
                            .path("steps")
                            .path(0)
                            .path("rows")
                            .asLong())
                    .isEqualTo(ROWS);
            assertThat(writers.writes()).isPositive();
        }
        assertThat(wrong()).isEqualTo("0");
        assertThat(people.operator().get("/runs/" + run + "/events?limit=200").body())
                .contains("Row 1777 is left out for now", "3 of 4 holes of things are filled");
    }

    @Test
    void theLastHoleThatIsAcceptedLetsTheRunGoOn() {
        database.run("update things set d = 0 where id in (10, 20)");
        long run = crew.launch(crew.approved(plan()));
        JsonNode stuck = crew.await(run, "stuck");
        JsonNode first = stuck.path("holes").path(0);
        Map<String, String> accept = Map.of("action", "accept", "reason", "a test account");
        assertThat(people.operator().post(path(run, first), accept).expect(202).text("/state"))
                .isEqualTo("stuck");
        assertThat(people.operator().post(path(run, first), accept).expect(409).code())
                .isEqualTo("illegal-state");
        assertThat(people.viewer()
                        .post(path(run, stuck.path("holes").path(1)), accept)
                        .expect(403)
                        .code())
                .isEqualTo("forbidden");
        people.operator().post(path(run, stuck.path("holes").path(1)), accept).expect(202);
        JsonNode done = crew.await(run, "succeeded");
        assertThat(done.path("holes").path(0).path("state").asString()).isEqualTo("accepted");
        assertThat(done.path("holes").path(0).path("reason").asString()).isEqualTo("a test account");
        assertThat(database.ask("select string_agg(id::text, ' ' order by id) from things where n = 0"))
                .isEqualTo("10 20");
        assertThat(people.auditor().get("/audit?subject=run:" + run).body())
                .contains("run.hole.accept", "a test account");
        assertThat(database.ask("select string_agg(state, ' ') from lockkeeper.hole"))
                .isEqualTo("accepted accepted");
    }

    @Test
    void aRowThatIsDeletedMeanwhileIsNoHoleAnyMore() {
        database.run("update things set d = 0 where id = 4000");
        long run = crew.launch(crew.approved(plan()));
        crew.await(run, "stuck");
        database.run("delete from things where id = 4000");
        crew.wish(run, "retry", "{}").expect(202);
        crew.await(run, "succeeded");
        assertThat(wrong()).isEqualTo("0");
    }

    @Test
    void aRowThatStaysLockedIsLeftOutAfterThePatienceAndWrittenInTheEnd() throws SQLException {
        try (Connection holder = database.connect();
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("select from things where id = 3000 for update");
            long run = crew.launch(crew.approved(plan()));
            JsonNode stuck = crew.await(run, "stuck");
            assertThat(keys(stuck)).containsExactly("3000");
            assertThat(stuck.path("holes").path(0).path("error").asString()).contains("lock");
            assertThat(database.ask("select count(*) from things where n = 1")).isEqualTo(String.valueOf(ROWS - 1));
            holder.rollback();
            crew.wish(run, "retry", "{}").expect(202);
            crew.await(run, "succeeded");
        }
        assertThat(wrong()).isEqualTo("0");
    }

    @Test
    void aConstraintThatOneRowBreaksLeavesThatRowOutOnly() {
        database.run(
                "alter table things add constraint small check (n < 100)", "update things set n = 99 where id = 2500");
        long run = crew.launch(crew.approved(plan("n + 1")));
        JsonNode stuck = crew.await(run, "stuck");
        assertThat(keys(stuck)).containsExactly("2500");
        assertThat(stuck.path("holes").path(0).path("error").asString()).contains("small");
        database.run("update things set n = 0 where id = 2500");
        crew.wish(run, "retry", "{}").expect(202);
        crew.await(run, "succeeded");
        assertThat(wrong()).isEqualTo("0");
    }

    @Test
    void tooManyHolesStopTheLaneAndNothingIsWrittenTwiceAfterwards() {
        database.run("update things set d = 0 where id between 1000 and 1100");
        long run = crew.launch(crew.approved(plan()));
        JsonNode failed = crew.await(run, "failed");
        assertThat(failed.path("error").path("message").asString())
                .contains("12 rows are left out already")
                .contains("the row after 1011");
        assertThat(failed.path("holes")).hasSize(12);
        database.run("update things set d = 1");
        crew.wish(run, "retry", "{}").expect(202);
        crew.await(run, "succeeded");
        assertThat(wrong()).isEqualTo("0");
    }

    @Test
    void aStatementThatEveryRowRefusesFailsTheLaneWithoutHoles() {
        database.run(
                "create function one(int) returns int language plpgsql as 'begin return missing_function($1); end'");
        long run = crew.launch(crew.approved(plan("n + one(d)")));
        JsonNode failed = crew.await(run, "failed");
        assertThat(failed.path("error").path("message").asString()).contains("missing_function");
        assertThat(failed.path("holes")).isEmpty();
        assertThat(database.ask("select count(*) from lockkeeper.hole")).isEqualTo("0");
        database.run("create or replace function one(int) returns int language plpgsql as 'begin return 1; end'");
        crew.wish(run, "retry", "{}").expect(202);
        crew.await(run, "succeeded");
        assertThat(wrong()).isEqualTo("0");
    }

    @Test
    void aRunWithHolesCanBeRolledBackAndForgetsThem() {
        database.run("update things set d = 0 where id = 5");
        String plan = plan().replace("guard: none", "guard: none, clear: true")
                .replace("set: {n: n + 1 / d}", "set: {seen: 1 / d}");
        long run = crew.launch(crew.approved(plan));
        crew.await(run, "stuck");
        crew.wish(run, "rollback", "{}").expect(202);
        JsonNode back = crew.await(run, "rolledBack");
        assertThat(back.path("holes")).isEmpty();
        assertThat(database.ask("select count(*) from lockkeeper.hole")).isEqualTo("0");
    }
}
