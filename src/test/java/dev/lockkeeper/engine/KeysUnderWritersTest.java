package dev.lockkeeper.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.testing.Crew;
import dev.lockkeeper.testing.Databases;
import dev.lockkeeper.testing.Databases.Database;
import dev.lockkeeper.testing.LockkeeperTest;
import dev.lockkeeper.testing.People;
import dev.lockkeeper.testing.Writers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * Keys of every shape while an application moves keys up and down past the cursors, inserts and deletes before and behind them, and sets
 * values to null. Rows are compared one by one at the end.
 */
@LockkeeperTest
class KeysUnderWritersTest {

    private static final int ROWS = 22_000;

    /** Prime, so that each of its multiples by the writers' numbers is another place among the keys. */
    private static final int PLACES = 20_011;

    private static final String PLAN =
            """
            migration: %1$s
            engine: postgresql
            phases:
              - phase: expand
                steps:
                  - keepInSync: {table: %2$s, set: {v: src * 2 + 1}}
              - phase: backfill
                steps:
                  - backfill: {table: %2$s, set: sync, chunk: {time: 15ms, min: 10, max: 300}, lanes: {max: 3}}
              - phase: verify
                steps:
                  - verify: {table: %2$s, same: sync}
            """;

    @Autowired
    People people;

    /** Columns, then what the key's columns are for the row number i, then the key. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            textBlock =
                    """
            negative and zero  ; id int                                     ; i - 20000                                   ; id
            smallint           ; id smallint                                ; i - 20000                                   ; id
            uuid               ; id uuid                                    ; md5(i::text)::uuid                          ; id
            text under C       ; id text collate "C"                        ; chr(65 + i % 58) || i                       ; id
            text under ICU     ; id text collate "en-x-icu"                 ; chr(65 + i % 58) || ' é-' || i              ; id
            no case            ; id text collate nocase                     ; chr(65 + i % 58) || i                       ; id
            char               ; id char(9)                                 ; reverse(i::text)                            ; id
            timestamptz        ; id timestamptz                             ; '1890-03-25 01:30+00'::timestamptz + i * interval '73 hours 0.000001 seconds' ; id
            timestamp          ; id timestamp                               ; '2026-03-29 01:30'::timestamp + i * interval '1 microsecond' ; id
            date               ; id date                                    ; date '1800-01-01' + i                       ; id
            numeric            ; id numeric                                 ; case i when 2 then 'NaN' when 4 then '-Infinity' else i / 7.0 end ; id
            double             ; id double precision                        ; sqrt(i)                                     ; id
            bytea              ; id bytea                                   ; decode(md5(i::text), 'hex')                 ; id
            enum and integer   ; m mood, id int                             ; (array['sad', 'ok', 'happy'])[1 + i % 3]::mood, i ; m, id
            boolean, text, int ; b boolean, t text, id int                  ; i % 2 = 0, 'k' || i % 11, -i                ; b, t, id
            four columns       ; a date, b uuid, c numeric(8, 2), id bigint ; date '2026-01-01' + i % 5, md5((i % 9)::text)::uuid, i % 13, i ; a, b, c, id
            strange names      ; "Order" int, "a ""b"" c" text              ; i % 100, 'x' || i                           ; "Order", "a ""b"" c"
            63 bytes           ; k23456789012345678901234567890123456789012345678901234567890123 int ; i ; k23456789012345678901234567890123456789012345678901234567890123
            """)
    void rowsAreRightOneByOne(String name, String columns, String values, String key) {
        Database database = table(columns, values, "primary key (" + key + ")");
        carryUnderWriters(name, database, values, key);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
            unique with include ; create unique index on things (id) include (src)
            unique descending   ; create unique index on things (id desc)
            """)
    void aUniqueIndexOverColumnsThatAreNotNullStandsInForAPrimaryKey(String name, String index) {
        Database database = table("id bigint not null", "i", "check (true)");
        database.run(index);
        carryUnderWriters(name, database, "i", "id");
    }

    @Test
    void sparseKeysTakeNoMoreStatementsThanDenseOnes() {
        Database database = Databases.fresh("sparse");
        database.run(
                "create table things (id bigint primary key, src int, v int)",
                "insert into things select i * 7, i from generate_series(1, 30000) i",
                "insert into things values (300000000000, 1), (-300000000000, 2)",
                "analyze things");
        Crew crew = new Crew(people, database, "sparse");
        crew.await(
                crew.launch(crew.approved(PLAN.formatted("sparse", "things").replace("min: 10", "min: 300"))),
                "succeeded");
        assertThat(database.ask("select count(*) from things where v is distinct from src * 2 + 1"))
                .isEqualTo("0");
        assertThat(Long.parseLong(database.ask("select sum(chunks) from lockkeeper.lane where step like 'backfill/%'")))
                .isBetween(100L, 115L);
    }

    private static Database table(String columns, String values, String constraint) {
        Database database = Databases.fresh("shapes");
        return database.run(
                "create collation nocase (provider = icu, locale = 'und-u-ks-level2', deterministic = false)",
                "create type mood as enum ('happy', 'ok', 'sad')",
                "create table things (" + columns + ", n int, src int, v int, " + constraint + ")",
                "insert into things select " + values + ", i, i % 1000 from generate_series(2, " + 2 * ROWS + ", 2) i",
                "create index on things (n)",
                "analyze things");
    }

    private void carryUnderWriters(String name, Database database, String values, String key) {
        String slug = "writers-" + name.replaceAll("\\W+", "-").toLowerCase(java.util.Locale.ROOT);
        Crew crew = new Crew(people, database, slug);
        String id = crew.approved(PLAN.formatted(slug, "things"));
        try (Writers writers = new Writers(database, 3, n -> statement(n, values, key))) {
            crew.await(crew.launch(id), "succeeded");
            assertThat(writers.writes()).isPositive();
        }
        assertThat(database.ask("select count(*) from things where v is distinct from src * 2 + 1"))
                .isEqualTo("0");
        assertThat(Long.parseLong(database.ask("select count(*) from things"))).isGreaterThan(ROWS / 4);
    }

    /** Odd row numbers are the writers' own, each used once. */
    private static String statement(long n, String values, String key) {
        long row = 2 * (1 + n * 31 % ROWS);
        if (n >= PLACES) {
            return "update things set src = src + 1 where n = " + row;
        }
        long place = 2 * (n * 7919 % PLACES) + 1;
        String made = "(select " + values + " from (values (" + place + ")) as one(i))";
        return switch ((int) (n % 6)) {
            case 0, 1 -> "update things set (" + key + ") = " + made + " where n = " + row;
            case 2 -> "update things set src = null where n = " + row;
            case 3 -> "insert into things select " + values + ", i, 5 from (values (" + place + ")) as one(i)";
            case 4 ->
                n % 3000 == 4
                        ? "delete from things where n between " + row + " and " + (row + 900)
                        : "delete from things where n = " + row;
            default -> "update things set src = src + 1 where n = " + row;
        };
    }
}
