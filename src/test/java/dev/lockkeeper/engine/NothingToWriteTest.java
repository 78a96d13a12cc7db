package dev.lockkeeper.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.testing.Crew;
import dev.lockkeeper.testing.Databases;
import dev.lockkeeper.testing.Databases.Database;
import dev.lockkeeper.testing.LockkeeperTest;
import dev.lockkeeper.testing.People;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** No row is written where none needs to be. */
@LockkeeperTest
class NothingToWriteTest {

    @Autowired
    People people;

    @Test
    void aConstantDefaultAndABackfillOfItWriteNoRow() {
        Database database = Databases.fresh("nothing");
        database.run(
                "create table things (id bigint primary key, n int)",
                "insert into things select i, i from generate_series(1, 25000) i",
                "create table none (id bigint primary key, n int)",
                "analyze things");
        String before = versions(database);
        Crew crew = new Crew(people, database, "nothing");
        long run = crew.carryThrough(
                """
                migration: nothing
                engine: postgresql
                phases:
                  - phase: expand
                    steps:
                      - addColumn: {table: things, column: plan, type: text, nullable: false, default: "'free'"}
                      - addColumn: {table: none, column: plan, type: text}
                  - phase: backfill
                    steps:
                      - backfill: {table: things, set: {plan: "'free'"}}
                      - backfill: {table: none, set: {plan: "'free'"}}
                """,
                List.of());
        assertThat(versions(database)).isEqualTo(before);
        JsonNode steps = crew.run(run).path("phases").path(1).path("steps");
        assertThat(steps.path(0).path("rows").asLong(-1)).isZero();
        assertThat(steps.path(1).path("rows").asLong(-1)).isZero();
        assertThat(database.ask("select count(*) from things where plan = 'free'"))
                .isEqualTo("25000");
    }

    /** The table's file and the transactions that wrote its rows. */
    private static String versions(Database database) {
        return database.ask(
                "select pg_relation_filenode('things') || ' ' || string_agg(distinct xmin::text || ctid::text, '') from things");
    }
}
