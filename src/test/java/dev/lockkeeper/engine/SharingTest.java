package dev.lockkeeper.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.testing.Crew;
import dev.lockkeeper.testing.Databases;
import dev.lockkeeper.testing.Databases.Database;
import dev.lockkeeper.testing.LockkeeperTest;
import dev.lockkeeper.testing.People;
import dev.lockkeeper.testing.Writers;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

/** Lanes of very unequal length: who is done takes half of what another has left, and no row is written twice for it. */
@LockkeeperTest
@TestPropertySource(properties = "lockkeeper.engine.tick=100ms")
class SharingTest {

    private static final String PLAN =
            """
            migration: %s
            title: One more for every row
            engine: postgresql
            strategy: direct
            phases:
              - phase: work
                steps:
                  - backfill: {table: things, set: {n: n + slowly(id)}, guard: none, chunk: {time: 20ms, min: 10, max: 200}, lanes: {max: 2}}
            """;

    /** Slow in the far half, which one lane has; every hundredth row notes how many of our statements are at work. */
    private static final String AT_WORK =
            """
            create function slowly(bigint) returns int language plpgsql as $$
            begin
                if $1 % 100 = 0 and $1 > 60000 then
                    insert into seen select count(*) from pg_stat_activity
                     where state = 'active' and query like 'update %things%slowly%';
                    perform pg_sleep(0.01);
                end if;
                return 1;
            end $$
            """;

    @Autowired
    People people;

    private Database database;
    private Crew crew;
    private final String name = "sharing-" + UUID.randomUUID().toString().substring(0, 8);

    @BeforeEach
    void table() {
        database = Databases.fresh("sharing");
        database.run(
                "create table things (id bigint primary key, n int not null default 0, seen int) with (fillfactor = 50)",
                "create table seen (at_work int)",
                AT_WORK);
        crew = new Crew(people, database, name);
    }

    @Test
    void aFinishedLaneTakesHalfOfTheOneThatIsLeftAndEveryRowIsWrittenOnce() {
        database.run("insert into things select i from generate_series(1, 120000) i", "analyze things");
        String migration = crew.approved(PLAN.formatted(name));
        long run;
        try (Writers writers = new Writers(database, 1, SharingTest::nowAndThen)) {
            run = crew.launch(migration);
            crew.await(run, "succeeded");
            assertThat(writers.writes()).isPositive();
        }
        assertThat(database.ask("select count(*) from things where n <> 1")).isEqualTo("0");
        assertThat(database.ask("select max(at_work) from seen")).isEqualTo("2");
        assertThat(database.ask("select count(*) > 2 from lockkeeper.lane")).isEqualTo("t");
        assertThat(crew.run(run)
                        .path("phases")
                        .path(0)
                        .path("steps")
                        .path(0)
                        .path("rows")
                        .asLong())
                .isEqualTo(120_000);
    }

    /** So seldom that nobody is said to be at work: else the walk would make room for them, and have one lane. */
    private static String nowAndThen(long i) {
        LockSupport.parkNanos(Duration.ofMillis(400).toNanos());
        return "update things set seen = coalesce(seen, 0) + 1 where id = " + (1 + i * 37 % 120_000);
    }

    @Test
    void aRowFarAwayFromAllOthersIsNoLaneOfItsOwnForLong() {
        database.run(
                "insert into things select i from generate_series(1, 40000) i",
                "insert into things values (300000000000)",
                "analyze things");
        crew.carryThrough(PLAN.formatted(name), List.of());
        assertThat(database.ask("select count(*) from things where n <> 1")).isEqualTo("0");
        assertThat(database.ask("select count(*) from lockkeeper.lane where not done"))
                .isEqualTo("0");
        assertThat(Integer.parseInt(database.ask("select sum(chunks) from lockkeeper.lane")))
                .isBetween(200, 1000);
    }
}
