package dev.lockkeeper.target.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FindingsTest {

    private Trial trial;

    @BeforeAll
    void open() {
        trial = new Trial(
                "create table users (id bigint primary key, name text, raw json, at point, at2 timestamptz, big text generated always as (upper(name)) stored, doc xml)",
                "create sequence seq",
                "create table partedbare (id bigint) partition by range (id)",
                "create table nokey (id bigint, name text)",
                "create schema other",
                "create table other.users (id bigint primary key)",
                "create table parted (id bigint primary key) partition by range (id)",
                "create function mine(text) returns text language sql as 'select $1'");
    }

    @AfterAll
    void close() throws Exception {
        trial.close();
    }

    @Test
    void repeatsNoDataThatADefaultReads() throws Exception {
        try (Statement statement = trial.connection.createStatement()) {
            statement.execute("insert into users (id, name) values (1, 'canary') on conflict do nothing");
        }
        Failure read = refused(
                "addColumn: {table: users, column: n, type: int, default: \"table_to_xml('public.users', true, false, '')::text::int\"}");
        assertThat(read.toString() + read.problems()).contains("22P02").doesNotContain("canary");
        Failure own = refused("addColumn: {table: users, column: n, type: int, default: \"'seven'\"}");
        assertThat(own.problems().toString()).contains("\"seven\"");
    }

    @Test
    void tellsEverythingThatIsMissingAtOnce() {
        Failure failure = refused(
                "addColumn: {table: users, column: nick, type: nosuchtype}",
                "addColumn: {table: orders, column: nick, type: text}",
                "backfill: {table: users, set: {nock: lower(name), name: lower(nome)}, guard: none}",
                "setNotNull: {table: users, columns: [nick]}",
                "dropIndex: {name: users_idx, table: users}",
                "dropColumn: {table: users, column: nome}",
                "rowCount: {table: other.orders}");
        assertThat(failure.code()).isEqualTo(Code.MISSING_OBJECT);
        assertThat(failure.problems())
                .extracting(Failure.Problem::path)
                .containsExactly(
                        "phases[0].steps[0].addColumn",
                        "phases[0].steps[1].addColumn.table",
                        "phases[0].steps[2].backfill.set.nock",
                        "phases[0].steps[2].backfill.set.name",
                        "phases[0].steps[3].setNotNull.columns",
                        "phases[0].steps[4].dropIndex.index",
                        "phases[0].steps[5].dropColumn.column",
                        "phases[0].steps[6].rowCount.table");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "backfill: {table: users, set: {name: 'upper(name'}} | INVALID_PLAN | does not close",
                "backfill: {table: users, set: {name: '1); drop table users; --'}} | INVALID_PLAN | did not open",
                "backfill: {table: users, set: {name: 'name; select 1'}} | INVALID_PLAN | semicolon",
                "backfill: {table: users, set: {name: 'upper(name) upper'}} | INVALID_PLAN | the server says",
                "backfill: {table: users, set: {id: name}} | INVALID_PLAN | the server says",
                "backfill: {table: users, set: {name: random()::text}} | UNSUPPORTED | volatile",
                "backfill: {table: users, set: {name: mine(name)}} | UNSUPPORTED | volatile",
                "backfill: {table: users, set: {doc: '''<a/>'''}} | UNSUPPORTED | guard: marker or null",
                "verify: {table: users, same: {at: 'point(1, 2)'}} | UNSUPPORTED | cannot be compared",
                "backfill: {table: users, set: {name: now()::text}} | UNSUPPORTED | another value in each transaction",
                "backfill: {table: users, set: {name: current_date::text}} | UNSUPPORTED | guard: marker, null or none",
                "backfill: {table: users, set: {name: localtimestamp(0)::text}} | UNSUPPORTED | another value in each transaction",
                "backfill: {table: users, set: {name: \"age(timestamp '2020-01-01')::text\"}} | UNSUPPORTED | another value",
                "backfill: {table: users, set: {name: nextval('seq')::text}} | UNSUPPORTED | volatile",
                "verify: {table: users, same: {name: now()::text}} | UNSUPPORTED | verify with an assert",
                "addColumn: {table: parted, column: c, type: int, unique: true} | UNSUPPORTED | partition",
                "backfill: {table: partedbare, set: {id: 1}} | UNSUPPORTED | name a partition",
                "backfill: {table: nokey, set: {name: lower(name)}, guard: none} | UNSUPPORTED | a row moves when it is updated",
                "verify: {table: nokey, same: {name: lower(name)}} | UNSUPPORTED | keepInSync of the table",
                "backfill: {table: users, set: {at: 'point(1, 2)'}} | UNSUPPORTED | cannot be compared",
                "backfill: {table: users, set: {big: name}} | UNSUPPORTED | computes this column itself",
                "backfill: {table: nokey, set: {name: lower(name)}} | UNSUPPORTED | primary key",
                "verify: {table: users, same: {name: clock_timestamp()::text}} | UNSUPPORTED | volatile",
                "keepInSync: {table: users, set: {name: gen_random_uuid()::text}} | UNSUPPORTED | volatile",
                "createIndex: {name: i, table: parted, columns: [id]} | UNSUPPORTED | partition",
                "createIndex: {name: i, table: users, columns: [nome]} | MISSING_OBJECT | nome",
                "createIndex: {name: i, table: users, columns: ['now()']} | INVALID_PLAN | IMMUTABLE",
                "addCheck: {table: users, name: c, expression: name = 3} | MISSING_OBJECT | operator",
                "dropIndex: {name: users_pkey, table: users} | UNSUPPORTED | constraint 'users_pkey'",
            })
    void tellsWhatItRefuses(String step, Code code, String words) {
        Failure failure = refused(step);
        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure.getMessage()).contains(words).contains("Nothing was changed");
    }

    @Test
    void takesWhatCannotBeComparedWithAGuardThatDoesNotCompare() {
        assertThat(trial.resolve("backfill: {table: users, set: {raw: \"'{}'\"}, guard: null}")
                        .forward()
                        .getFirst()
                        .sql())
                .endsWith("and raw is null");
        assertThat(trial.resolve("backfill: {table: users, set: {name: random()::text}, guard: none}")
                        .forward()
                        .getFirst()
                        .sql())
                .endsWith("where id > $1::bigint and id <= $2::bigint");
    }

    @Test
    void comparesJsonByItsText() {
        assertThat(trial.resolve("backfill: {table: users, set: {raw: \"'{}'\"}}")
                        .forward()
                        .getFirst()
                        .sql())
                .endsWith("and raw::text is distinct from ('{}')::json::text");
    }

    @Test
    void saysWhatDependsOnTheSettingsOfASession() {
        assertThat(notes("to_char(at2, 'YYYY')")).contains("name uses to_char");
        assertThat(notes("at2::text")).contains("a conversion");
        assertThat(notes("upper(name)")).doesNotContain("settings of the session");
        assertThat(notes("id::text")).doesNotContain("settings of the session");
    }

    private String notes(String expression) {
        return trial.resolve("backfill: {table: users, set: {name: \"" + expression + "\"}}")
                .notes()
                .toString();
    }

    @Test
    void takesATableWithoutAKeyOnlyInSync() {
        String one = "keepInSync: {table: nokey, set: {name: id::text}}";
        String both = "keepInSync: {table: nokey, set: {name: id::text}, reverse: {id: name::bigint}}";
        assertThat(trial.resolve(one, "backfill: {table: nokey, set: sync}")
                        .forward()
                        .getFirst()
                        .sql())
                .contains("where ctid > $1::tid and ctid <= $2::tid");
        assertThat(trial.resolve(one, "verify: {table: nokey, same: sync}").forward())
                .hasSize(1);
        assertThat(trial.resolve(both, "backfill: {table: nokey, set: sync, guard: marker}")
                        .forward())
                .hasSize(1);
        assertThat(refused(both, "backfill: {table: nokey, set: sync}").getMessage())
                .contains("use 'guard: marker'");
        assertThat(refused(one, "backfill: {table: nokey, set: sync, guard: none}")
                        .getMessage())
                .contains("cannot be kept");
        assertThat(refused(one, "backfill: {table: nokey, set: {name: upper(name)}}")
                        .getMessage())
                .contains("same columns and expressions");
        assertThat(refused(one, "stopSync: {table: nokey}", "verify: {table: nokey, same: sync}")
                        .getMessage())
                .contains("not be stopped yet");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "commit",
                "select 1; COMMIT work",
                "/* x */ begin; select 1",
                "update users set name = 'x'; -- a\nrollback"
            })
    void refusesAStepInATransactionThatEndsIt(String up) {
        String quoted = '"' + up.replace("\n", "\\n") + '"';
        assertThat(refused("sql: {up: " + quoted + ", down: select 1}").getMessage())
                .contains("would end the transaction");
        assertThat(refused("sql: {up: select 1, down: " + quoted + "}")
                        .problems()
                        .getFirst()
                        .path())
                .endsWith("sql.down");
        assertThat(trial.resolve("sql: {up: " + quoted + ", down: select 1, transaction: false}")
                        .forward())
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "savepoint a; rollback to a",
                "select 'commit; commit'",
                "create table commits (); drop table commits"
            })
    void takesAStepInATransactionThatStaysInIt(String up) {
        assertThat(trial.resolve("sql: {up: \"" + up + "\", irreversible: nothing to undo}")
                        .irreversible())
                .isEqualTo("nothing to undo");
    }

    @Test
    void runsNothingOfAnExpressionWhileThePlanIsLookedAt() {
        refused("backfill: {table: users, set: {name: '1); commit; create table leaked(); --'}}");
        refused("addColumn: {table: users, column: c, type: 'int; commit; create table leaked(); --'}");
        assertThat(trial.ask("select to_regclass('leaked') is null")).isEqualTo("t");
    }

    @Test
    void refusesTwoTablesOfOneName() {
        assertThat(refused("rowCount: {table: users}", "rowCount: {table: other.users}")
                        .getMessage())
                .contains("two migrations");
        assertThat(trial.resolve(Trial.plan("rowCount: {table: users}", "rowCount: {table: public.users}"))
                        .phases())
                .hasSize(1);
    }

    private Failure refused(String... steps) {
        return catchThrowableOfType(Failure.class, () -> trial.resolve(steps));
    }
}
