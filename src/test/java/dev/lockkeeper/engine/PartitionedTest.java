package dev.lockkeeper.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.testing.Crew;
import dev.lockkeeper.testing.Databases;
import dev.lockkeeper.testing.Databases.Database;
import dev.lockkeeper.testing.LockkeeperTest;
import dev.lockkeeper.testing.People;
import dev.lockkeeper.testing.Writers;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A partitioned table is walked through its parent, by its primary key. */
@LockkeeperTest
class PartitionedTest {

    private static final String PLAN =
            """
            migration: partitioned
            engine: postgresql
            phases:
              - phase: expand
                steps:
                  - addColumn: {table: events, column: v, type: bigint}
                  - keepInSync: {table: events, set: {v: src * 2}}
              - phase: backfill
                steps:
                  - backfill: {table: events, set: sync, chunk: {time: 15ms, min: 10, max: 300}, lanes: {max: 3}}
              - phase: verify
                steps:
                  - verify: {table: events, same: sync}
                  - addCheck: {table: events, name: even, expression: v % 2 = 0}
                  - setNotNull: {table: events, columns: [v]}
            """;

    @Autowired
    People people;

    @Test
    void rowsOfAllPartitionsAreRightWhileOneIsAddedAndRowsMoveBetweenThem() {
        Database database = Databases.fresh("partitioned");
        database.run(
                "create table events (id bigint, part int, src int not null, primary key (id, part)) partition by list (part)",
                "create table events_0 partition of events for values in (0)",
                "create table events_1 partition of events for values in (1) partition by range (id)",
                "create table events_1_low partition of events_1 for values from (minvalue) to (20000)",
                "create table events_1_high partition of events_1 for values from (20000) to (maxvalue)",
                "insert into events select i, i % 2, i % 1000 from generate_series(1, 40000) i",
                "analyze events, events_0, events_1");
        Crew crew = new Crew(people, database, "partitioned");
        long run = crew.launch(crew.approved(PLAN));
        try (Writers writers = new Writers(database, 3, PartitionedTest::statement)) {
            crew.await(run, "succeeded");
            assertThat(writers.writes()).isPositive();
        }
        assertThat(database.ask("select count(*) from events where v is distinct from src * 2"))
                .isEqualTo("0");
        assertThat(database.ask("select count(distinct tableoid) from events")).isEqualTo("4");
        assertThat(database.ask("select count(*) from lockkeeper.lane where step = 'backfill/0'"))
                .isEqualTo("3");
        assertThat(database.ask("select count(*) from pg_constraint where conname = 'even' and convalidated"))
                .isEqualTo("6");
        assertThat(database.ask("select bool_and(attnotnull) from pg_attribute where attrelid in ('events'::regclass,"
                        + " 'events_1_high'::regclass) and attname = 'v'"))
                .isEqualTo("t");
    }

    private static String statement(long n) {
        long row = 1 + n * 7919 % 40_000;
        if (n == 1) {
            return "create table if not exists events_2 partition of events for values in (2)";
        }
        return switch ((int) (n % 4)) {
            case 0 -> "update events set part = 1 - part where id = " + row + " and part < 2";
            case 1 -> "update events set src = src + 1 where id = " + row;
            case 2 -> "delete from events where id = " + row;
            default ->
                "insert into events (id, part, src) select " + (100_000 + n)
                        + ", case when to_regclass('events_2') is null then 0 else 2 end, 9";
        };
    }
}
