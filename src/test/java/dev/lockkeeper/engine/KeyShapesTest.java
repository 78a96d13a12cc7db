package dev.lockkeeper.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.testing.Crew;
import dev.lockkeeper.testing.Databases;
import dev.lockkeeper.testing.Databases.Database;
import dev.lockkeeper.testing.LockkeeperTest;
import dev.lockkeeper.testing.People;
import dev.lockkeeper.testing.Writers;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Backfills over keys of every shape: each row is written once, whatever its key. */
@LockkeeperTest
class KeyShapesTest {

    private static final String PLAN =
            """
            migration: %1$s
            title: Keys of every shape
            engine: postgresql
            strategy: direct
            phases:
              - phase: backfill
                steps:
                  - backfill:
                      table: %2$s
                      set: {n: n + 1}
                      guard: none
                      chunk: {time: 20ms, min: 10, max: 500}
                      lanes: {max: 3}
            """;

    @Autowired
    People people;

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            textBlock =
                    """
            bigint with gaps  ; id bigint primary key                    ; i * i                                     ; 30000
            negative integers ; id int primary key                       ; i - 15000                                 ; 30000
            uuid              ; id uuid primary key                      ; gen_random_uuid()                         ; 30000
            text              ; id text primary key                      ; 'k-' || chr(97 + i % 26) || ' ' || i      ; 30000
            two columns       ; a int, id text, primary key (a, id)      ; i % 7, 'k' || i                           ; 30000
            one row           ; id bigint primary key                    ; 300000000000 + i                          ; 1
            no row            ; id bigint primary key                    ; i                                         ; 0
            """)
    void everyRowIsWrittenOnce(String name, String key, String values, int rows) {
        String slug = name.replace(' ', '-');
        Database database = Databases.fresh("keys");
        database.run(
                "create table things (" + key + ", n int not null default 0)",
                "insert into things select " + values + " from generate_series(1, " + rows + ") i",
                "analyze things");
        Crew crew = new Crew(people, database, slug);
        long run = crew.carryThrough(PLAN.formatted("keys-" + slug, "things"), List.of());
        assertThat(database.ask("select count(*) from things where n <> 1")).isEqualTo("0");
        assertThat(database.ask("select count(*) from things")).isEqualTo(String.valueOf(rows));
        assertThat(crew.run(run)
                        .path("phases")
                        .path(0)
                        .path("steps")
                        .path(0)
                        .path("rows")
                        .asLong())
                .isEqualTo(rows);
    }

    @Test
    void strangeNamesAreQuoted() {
        Database database = Databases.fresh("quoted");
        database.run(
                "create schema \"My Schema\"",
                "create table \"My Schema\".\"select\" (\"Order\" bigint primary key, n int not null default 0)",
                "insert into \"My Schema\".\"select\" select i, 0 from generate_series(1, 2000) i");
        Crew crew = new Crew(people, database, "quoted");
        crew.carryThrough(PLAN.formatted("keys-quoted", "\"My Schema.select\""), List.of());
        assertThat(database.ask("select count(*) from \"My Schema\".\"select\" where n <> 1"))
                .isEqualTo("0");
    }

    @Test
    void rowsAreComparedOneByOneAfterWritersChangedThemMeanwhile() {
        Database database = Databases.fresh("mismatch");
        database.run(
                "create table prices (id bigint primary key, cents int, euros numeric(10, 2))",
                "insert into prices (id, cents) select i * 5, i from generate_series(1, 40000) i",
                "analyze prices");
        Crew crew = new Crew(people, database, "mismatch");
        String plan =
                """
                migration: keys-mismatch
                title: Euros
                engine: postgresql
                phases:
                  - phase: expand
                    steps:
                      - keepInSync: {table: prices, set: {euros: cents / 100.0}}
                  - phase: backfill
                    steps:
                      - backfill: {table: prices, set: sync, guard: mismatch, chunk: {time: 20ms, min: 10, max: 500}, lanes: {max: 3}}
                  - phase: verify
                    steps:
                      - verify: {table: prices, same: sync}
                """;
        String id = crew.approved(plan);
        try (Writers writers = new Writers(
                database,
                3,
                n -> n % 4 == 0
                        ? "update prices set id = id + 1 where id = " + 5 * (1 + n * 31 % 40_000)
                                + " and not exists (select from prices p where p.id = prices.id + 1)"
                        : n % 4 == 1
                                ? "delete from prices where id = " + 5 * (1 + n * 17 % 40_000)
                                : n % 4 == 2
                                        ? "update prices set cents = null where id = " + 5 * (1 + n * 13 % 40_000)
                                        : "update prices set cents = cents + 1 where id between " + n % 1000 + " and "
                                                + (n % 1000 + 20))) {
            crew.await(crew.launch(id), "succeeded");
            assertThat(writers.writes()).isPositive();
        }
        assertThat(database.ask(
                        "select count(*) from prices where euros is distinct from (cents / 100.0)::numeric(10, 2)"))
                .isEqualTo("0");
    }
}
