package dev.lockkeeper.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockkeeper.testing.Crew;
import dev.lockkeeper.testing.Databases;
import dev.lockkeeper.testing.Databases.Database;
import dev.lockkeeper.testing.LockkeeperTest;
import dev.lockkeeper.testing.People;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A target that has few connections left. */
@LockkeeperTest
class CrowdedTest {

    private static final Duration LONG = Duration.ofSeconds(40);

    @Autowired
    People people;

    @Test
    void oneLaneGoesOnAndTheOthersLeaveTheLastConnectionsToOthers() {
        Database owner = Databases.fresh("crowded");
        String role = "crowd_" + UUID.randomUUID().toString().substring(0, 8);
        owner.run(
                "create role " + role + " login password 'secret' connection limit 8",
                "create table things (id bigint primary key, n int not null default 0)",
                "insert into things select i from generate_series(1, 24000) i",
                "analyze things",
                "create function slow(n int) returns int language plpgsql immutable as $$ begin perform pg_sleep(0.0003); return n + 1; end $$",
                "alter table things owner to " + role,
                "grant create on database " + owner.url().replaceAll(".*/", "") + " to " + role,
                "grant create, usage on schema public to " + role);
        Crew crew = new Crew(people, new Database(owner.url(), role, "secret"), role.replace('_', '-'));
        long run = crew.launch(crew.approved(
                """
                migration: %s
                title: Little room
                engine: postgresql
                strategy: direct
                phases:
                  - phase: work
                    steps:
                      - backfill: {table: things, set: {n: slow(n)}, guard: none, chunk: {time: 20ms, min: 10, max: 20}, lanes: {max: 4}}
                """
                        .formatted(role.replace('_', '-'))));
        await().atMost(LONG).until(() -> events(run).contains("waits for a connection"));
        assertThat(crew.state(run)).isEqualTo("running");
        owner.run("alter role " + role + " connection limit 50");
        crew.await(run, "succeeded");
        assertThat(owner.ask("select count(*) from things where n <> 1")).isEqualTo("0");
        owner.run("reassign owned by " + role + " to postgres");
    }

    private String events(long run) {
        return people.operator().get("/runs/" + run + "/events").body();
    }
}
