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
import org.springframework.beans.factory.annotation.Autowired;

/** Applications of the old and of the new version write while the backfill runs, and the way back loses capitals. */
@LockkeeperTest
class CoexistingTest {

    private static final String PLAN =
            """
            migration: %1$s
            engine: postgresql
            phases:
              - phase: expand
                steps:
                  - addColumn: {table: users, column: first, type: text}
                  - addColumn: {table: users, column: last, type: text}
                  - keepInSync:
                      table: users
                      set: {first: "split_part(name, ' ', 1)", last: "split_part(name, ' ', 2)"}
                      reverse: {name: "lower(first || ' ' || last)"}
              - phase: backfill
                steps:
                  - wait: {until: select count(*) from written, expect: 1, every: 100ms}
                  - backfill: {table: users, set: sync, guard: marker, chunk: {time: 15ms, min: 10, max: 300}, lanes: {max: 3}}
              - phase: verify
                steps:
                  - verify: {table: users, same: sync}
              - phase: contract
                gate: {approval: none}
                steps:
                  - stopSync: {table: users}
            """;

    @Autowired
    People people;

    private static Database users() {
        return Databases.fresh("coexisting")
                .run(
                        "create table users (id bigint primary key, name text, want text, seen int default 0)",
                        "create table written (yes int)",
                        "insert into users select i, 'First' || i || ' Last' from generate_series(1, 40000) i",
                        "analyze users");
    }

    @Test
    void noNewerValueIsOverwritten() {
        Database database = users();
        Crew crew = new Crew(people, database, "coexisting");
        long run = crew.launch(crew.approved(PLAN.formatted("coexisting")));
        org.awaitility.Awaitility.await()
                .atMost(java.time.Duration.ofSeconds(40))
                .until(() -> database.ask("select count(*) from pg_trigger where tgname like 'zz_lockkeeper%'")
                        .equals("1"));
        database.run(
                "update users set first = 'EARLY', want = 'EARLY' where id % 3 = 0 and id < 3000",
                "insert into written values (1)");
        try (Writers writers = new Writers(database, 3, CoexistingTest::statement)) {
            crew.await(run, "waiting");
            assertThat(writers.writes()).isPositive();
        }
        assertThat(database.ask("select count(*) from users where want is not null and first is distinct from want"))
                .isEqualTo("0");
        assertThat(
                        database.ask(
                                "select count(*) from users where want is not null and id % 3 = 0 and name <> lower(first || ' Last')"))
                .isEqualTo("0");
        assertThat(
                        database.ask(
                                "select count(*) from users where want is null and first is distinct from split_part(name, ' ', 1)"))
                .isEqualTo("0");
        assertThat(database.ask("select count(*) from users where want like 'N%'"))
                .isNotEqualTo("0");
        crew.open(run, "contract", List.of()).expect(202);
        crew.await(run, "succeeded");
        assertThat(database.ask("select count(*) from pg_attribute where attrelid = 'users'::regclass and attname like"
                        + " 'lockkeeper%'"))
                .isEqualTo("0");
    }

    private static String statement(long n) {
        long row = 1 + n * 7919 % 39_990;
        return switch ((int) (row % 3)) {
            case 0 -> "update users set first = 'N" + n + "', want = 'N" + n + "' where id = " + row;
            case 1 -> "update users set name = 'O" + n + " Last', want = 'O" + n + "' where id = " + row;
            default -> "update users set seen = seen + 1 where id = " + row;
        };
    }

    @Test
    void rollingBackTakesTheMarkAway() {
        Database database = users().run("insert into written values (1)");
        Crew crew = new Crew(people, database, "coexisting-back");
        long run = crew.launch(crew.approved(PLAN.formatted("coexisting-back")));
        crew.await(run, "waiting");
        assertThat(database.ask("select count(*) from users where first is null"))
                .isEqualTo("0");
        crew.wish(run, "rollback", "{}").expect(202);
        crew.await(run, "rolledBack");
        assertThat(database.ask(
                        "select string_agg(attname, ',' order by attnum) from pg_attribute where attrelid = 'users'::regclass"
                                + " and attnum > 0 and not attisdropped"))
                .isEqualTo("id,name,want,seen");
        assertThat(database.ask("select count(*) from pg_trigger where tgname like 'zz_lockkeeper%'"))
                .isEqualTo("0");
    }
}
