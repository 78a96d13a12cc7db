package dev.lockkeeper.target.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.target.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ColumnStepsTest {

    private final Trial trial = new Trial(
            "create table users (id bigint primary key, name text not null)",
            "insert into users values (1, 'Ann'), (2, 'Bo')",
            "create table empty (id bigint primary key)",
            "create function dice() returns int language sql volatile as 'select (random() * 6)::int'",
            "create domain positive as int check (value > 0)");

    @AfterEach
    void close() throws Exception {
        trial.close();
    }

    @Test
    void addsAndTakesAwayAndAddsAgain() {
        String step = "addColumn: {table: users, column: nick, type: 'varchar(20)'}";
        assertThat(trial.forward(step)).containsExactly("alter table public.users add column nick varchar(20)");
        assertThat(trial.conflict(step)).isEmpty();
        assertThat(trial.forward(step)).isEmpty();
        assertThat(trial.back(step)).containsExactly("alter table public.users drop column nick");
        assertThat(trial.back(step)).isEmpty();
        assertThat(trial.forward(step)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"'free'", "now()", "1 + 2", "current_date", "array['a', 'b']::text[]"})
    void writesNoRowForADefaultThatIsTheSameForAllRows(String standard) {
        String file = trial.ask("select pg_relation_filenode('users')");
        String type = standard.contains("'free'")
                ? "text"
                : standard.contains("array") ? "text[]" : standard.contains("1") ? "int" : "timestamptz";
        String step = "addColumn: {table: users, column: extra, type: '" + type + "', nullable: false, default: \""
                + standard + "\"}";
        assertThat(trial.resolve(step).notes()).contains("metadata only: no row is written");
        trial.forward(step);
        assertThat(trial.ask("select pg_relation_filenode('users')")).isEqualTo(file);
        assertThat(trial.ask("select count(extra) from users")).isEqualTo("2");
        assertThat(trial.conflict(step)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"random()", "clock_timestamp()::text", "gen_random_uuid()", "dice()", "1 + dice()"})
    void refusesADefaultThatWouldRewriteTheTable(String standard) {
        assertThatExceptionOfType(Failure.class)
                .isThrownBy(() -> trial.resolve(
                        "addColumn: {table: users, column: extra, type: text, default: \"" + standard + "\"}"))
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(Code.UNSUPPORTED))
                .withMessageContaining("backfill it with guard: null");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"bigserial", "'bigint generated always as identity'", "'int generated always as (1) stored'"})
    void refusesATypeThatWouldRewriteTheTable(String type) {
        assertThatExceptionOfType(Failure.class)
                .isThrownBy(() -> trial.resolve("addColumn: {table: users, column: extra, type: " + type + "}"))
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(Code.UNSUPPORTED));
    }

    @Test
    void refusesNotNullWithoutADefaultOnATableWithRowsOnly() {
        assertThatExceptionOfType(Failure.class)
                .isThrownBy(
                        () -> trial.resolve("addColumn: {table: users, column: extra, type: text, nullable: false}"))
                .satisfies(failure -> assertThat(failure.problems().getFirst().path())
                        .isEqualTo("phases[0].steps[0].addColumn.nullable"))
                .withMessageContaining("setNotNull");
        String step = "addColumn: {table: empty, column: extra, type: text, nullable: false}";
        trial.forward(step);
        trial.database.run("insert into empty values (1, 'x')");
        assertThat(trial.forward(step)).isEmpty();
    }

    @Test
    void tellsBothFormsOfAColumnThatIsThereOtherwise() {
        trial.database.run("alter table users add nick int default 3");
        assertThat(trial.conflict("addColumn: {table: users, column: nick, type: varchar(20)}"))
                .contains(
                        "Column 'nick' of table 'users' is there as: integer default 3; the plan wants: character varying(20).");
        assertThat(trial.conflict("addColumn: {table: users, column: nick, type: int, default: 4}"))
                .contains(
                        "Column 'nick' of table 'users' is there as: integer default 3; the plan wants: integer default (4).");
        assertThat(trial.conflict("addColumn: {table: users, column: nick, type: INT4, default: 3}"))
                .isEmpty();
    }

    @Test
    void addsCheckAndUniqueWithoutReadingTheTableUnderAStrongLock() {
        String step = "addColumn: {table: users, column: rank, type: int, unique: true, check: rank > 0}";
        assertThat(trial.forward(step))
                .containsExactly(
                        "alter table public.users add column rank int",
                        "alter table public.users add constraint users_rank_check check (rank > 0) not valid",
                        "alter table public.users validate constraint users_rank_check",
                        "create unique index concurrently users_rank_key on public.users (rank)",
                        "alter table public.users add constraint users_rank_key unique using index users_rank_key");
        assertThat(trial.forward(step)).isEmpty();
        assertThat(trial.back(step)).hasSize(1);
        assertThat(trial.ask("select to_regclass('users_rank_key') is null")).isEqualTo("t");
        assertThat(trial.forward(step)).hasSize(5);
    }

    @Test
    void dropsAtOnceAndSaysThatThereIsNoWayBack() {
        String step = "dropColumn: {table: users, column: name}";
        assertThat(trial.resolve(step).irreversible()).contains("keepFor");
        String text = trial.resolve(step).toString();
        assertThat(trial.forward(step)).hasSize(1);
        assertThat(trial.resolve(step).toString()).isEqualTo(text);
        assertThat(trial.forward(step)).isEmpty();
    }

    @Test
    void keepsADroppedColumnThatNoLongerRefusesInserts() {
        String step = "dropColumn: {table: users, column: name, keepFor: 7d}";
        trial.forward(step);
        trial.database.run("insert into users (id) values (3)");
        assertThat(trial.ask("select string_agg(coalesce(name__dropped, 'none'), ',' order by id) from users"))
                .isEqualTo("Ann,Bo,none");
        assertThat(trial.resolve(step).notes().toString()).contains("for 7d", "drop column name__dropped");
        assertThat(trial.back(step)).containsExactly("alter table public.users rename column name__dropped to name");
        assertThat(trial.back(step)).isEmpty();
        assertThat(trial.ask("select string_agg(coalesce(name, 'none'), ',' order by id) from users"))
                .isEqualTo("Ann,Bo,none");
        assertThat(trial.forward(step)).hasSize(1);
        Statement later = trial.resolve(step).later().getFirst();
        trial.ddl.execute(later, Trial.BUDGET, null, null);
        assertThat(
                        trial.ask(
                                "select count(*) from pg_attribute where attrelid = 'users'::regclass and attname like 'name%'"))
                .isEqualTo("0");
    }

    @Test
    void doesNotRenameOverAColumnThatIsThere() {
        trial.database.run("alter table users add name__dropped int");
        assertThat(trial.conflict("dropColumn: {table: users, column: name, keepFor: 1d}")
                        .orElseThrow())
                .contains("has both 'name' and 'name__dropped'");
    }

    @Test
    void createsATableAndDropsIt() {
        String step =
                """
                createTable:
                  table: notes
                  columns:
                    - {name: id, type: bigint generated by default as identity, primaryKey: true}
                    - {name: body, type: text, nullable: false, default: "''"}
                    - {name: rank, type: int, unique: true, check: rank > 0}
                """;
        assertThat(trial.forward(step)).hasSize(1);
        trial.database.run("insert into notes (rank) values (1)");
        assertThat(trial.forward(step)).isEmpty();
        assertThat(trial.conflict(step)).isEmpty();
        trial.database.run("alter table notes drop column body", "alter table notes alter rank type bigint");
        assertThat(trial.conflict(step).orElseThrow())
                .isEqualTo(
                        "Table 'notes' is there, but not as the plan wants it: body text (there: no such column), rank integer (there: bigint)");
        trial.back(step);
        assertThat(trial.conflict(step)).isEmpty();
        assertThat(trial.back(step)).isEmpty();
        assertThat(trial.forward(step)).hasSize(1);
    }

    @Test
    void laterStepsSeeWhatEarlierOnesMake() {
        assertThat(trial.forward(
                        "createTable: {table: notes, columns: [{name: id, type: bigserial, primaryKey: true}, {name: body, type: text}]}",
                        "addColumn: {table: notes, column: size, type: int}",
                        "createIndex: {name: notes_size, table: notes, columns: [size]}",
                        "backfill: {table: notes, set: {size: length(body)}}",
                        "setNotNull: {table: notes, columns: [size]}"))
                .hasSize(8);
    }
}
