package dev.lockkeeper.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.testing.Crew;
import dev.lockkeeper.testing.Databases;
import dev.lockkeeper.testing.LockkeeperTest;
import dev.lockkeeper.testing.People;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The window is asked again when a phase begins: long after the launch, or by itself after another. */
@LockkeeperTest
class HeldAtItsBeginningTest {

    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final String INSIDE = "the check 'Inside the window'";

    @Autowired
    private People people;

    private Databases.Database database;
    private Crew crew;
    private String name;

    @BeforeEach
    void anApprovedMigration() {
        name = "held-" + COUNT.incrementAndGet();
        database = Databases.fresh("held")
                .run("create table things (id bigint primary key)", "create table go (id bigint)");
        crew = new Crew(people, database, name);
        crew.approved(
                """
                migration: %s
                engine: postgresql
                phases:
                  - phase: expand
                    steps: [wait: {until: select count(*) from go, expect: 1, every: 100ms}]
                  - phase: second
                    steps: [addColumn: {table: things, column: n, type: int}]
                """
                        .formatted(name));
    }

    @Test
    void aScheduledStartOutsideTheWindowWaitsForIt() {
        Instant soon = Instant.now().plusSeconds(2);
        long run = people.operator()
                .post("/runs", Map.of("migration", name, "target", name, "startAt", soon.toString()))
                .expect(201)
                .json()
                .path("run")
                .asLong();
        windows(List.of(closed()));

        assertThat(crew.await(run, "waiting").path("waitingFor").asString()).isEqualTo(INSIDE);

        windows(List.of());
        crew.await(run, "running");
        database.run("insert into go values (1)");
        crew.await(run, "succeeded");
    }

    @Test
    void aPhaseThatFollowsWaitsForTheWindowOrForAnAdminWhoPassesOverIt() {
        long run = crew.launch(name);
        crew.await(run, "running");
        windows(List.of(closed()));
        database.run("insert into go values (1)");

        assertThat(crew.await(run, "waiting").path("waitingFor").asString()).isEqualTo(INSIDE);
        assertThat(columns()).isEqualTo("1");

        override("/runs/" + run + "/phases/second/launch", Map.of(), 202);
        crew.await(run, "succeeded");
        assertThat(columns()).isEqualTo("2");
    }

    @Test
    void whatWasPassedOverAtTheLaunchHoldsForThePhasesThatFollow() {
        windows(List.of(closed()));
        long run = override("/runs", Map.of("migration", name, "target", name), 201);
        database.run("insert into go values (1)");

        crew.await(run, "succeeded");
    }

    private long override(String path, Map<String, Object> body, int status) {
        Map<String, Object> all = new HashMap<>(body);
        all.put("override", List.of(Map.of("check", "in-window", "reason", "the incident cannot wait")));
        return people.admin().post(path, all).expect(status).json().path("run").asLong();
    }

    private void windows(List<String> windows) {
        people.admin().patch("/targets/" + name, Map.of("windows", windows)).expect(200);
    }

    private static String closed() {
        DateTimeFormatter minutes = DateTimeFormatter.ofPattern("HH:mm");
        LocalTime now = LocalTime.now(ZoneOffset.UTC);
        return minutes.format(now.plusHours(2)) + "-" + minutes.format(now.plusHours(3)) + " UTC";
    }

    private String columns() {
        return database.ask("select count(*) from information_schema.columns where table_name = 'things'");
    }
}
