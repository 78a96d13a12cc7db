package dev.lockkeeper.target.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lockkeeper.Failure;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SyncStepsTest {

    private static final String FORWARD =
            """
            keepInSync:
              table: users
              set:
                first: split_part(name, ' ', 1)
                last: coalesce(nullif(substring(name from position(' ' in name) + 1), ''), split_part(name, ' ', 1))
            """;

    private static final String BOTH = FORWARD + "  reverse:\n    name: first || ' ' || last\n";

    private static final String[] COLUMNS = {
        "addColumn: {table: users, column: first, type: 'varchar(20)'}",
        "addColumn: {table: users, column: last, type: text}"
    };

    private final Trial trial = new Trial(
            "create table users (id bigint primary key, name text default '', note json)",
            "insert into users values (1, 'Ann Lee')",
            "create table \"user's\" (id bigint primary key, \"Full Name\" text, \"order\" text, \"new\" text, \"to_new\" text)");

    @AfterEach
    void close() throws Exception {
        trial.close();
    }

    private void keep(String sync) {
        trial.forward(COLUMNS[0], COLUMNS[1], sync);
    }

    private String row(long id) {
        return trial.ask(
                "select concat_ws('|', coalesce(name, 'null'), coalesce(first, 'null'), coalesce(last, 'null')) from users where id = "
                        + id);
    }

    @Test
    void computesTheNewColumnsOfEveryWrite() {
        keep(FORWARD);
        trial.database.run(
                "insert into users (id, name) values (2, 'Bo Von Krae'), (3, 'Prince'), (4, null), (5, ''), (6, '  a  b ')",
                "update users set note = '{}' where id = 1");
        assertThat(List.of(row(1), row(2), row(3), row(4), row(5), row(6)))
                .containsExactly(
                        "Ann Lee|Ann|Lee",
                        "Bo Von Krae|Bo|Von Krae",
                        "Prince|Prince|Prince",
                        "null|null|null",
                        "||",
                        "  a  b || a  b ");
        trial.database.run("update users set name = 'Cy Dee' where id = 2");
        assertThat(row(2)).isEqualTo("Cy Dee|Cy|Dee");
    }

    @Test
    void doesNotFireForTheEngineItself() {
        keep(BOTH);
        trial.database.run(
                "set lockkeeper.engine = 'on'; insert into users (id, name) values (2, 'Bo Krae'); update users set first = 'X' where id = 1");
        assertThat(row(2)).isEqualTo("Bo Krae|null|null");
        assertThat(row(1)).isEqualTo("Ann Lee|X|null");
    }

    @Test
    void followsTheSideThatAWriterGave() {
        keep(BOTH);
        trial.database.run(
                "insert into users (id, name) values (2, 'Bo Krae')",
                "insert into users (id, first, last) values (3, 'Cy', 'Dee')",
                "insert into users (id, name, first, last) values (4, 'Di Fay', 'Not', 'This')",
                "insert into users (id, name, first, last) values (5, null, 'Ed', 'Gee')",
                "insert into users (id) values (6)");
        assertThat(List.of(row(2), row(3), row(4), row(5), row(6)))
                .containsExactly("Bo Krae|Bo|Krae", "Cy Dee|Cy|Dee", "Di Fay|Di|Fay", "Ed Gee|Ed|Gee", "||");
        trial.database.run(
                "update users set last = 'Lo' where id = 2",
                "update users set name = 'Mo No' where id = 3",
                "update users set note = '{}'");
        assertThat(row(2)).isEqualTo("Bo Lo|Bo|Lo");
        assertThat(row(3)).isEqualTo("Mo No|Mo|No");
        trial.database.run("update users set name = 'Old Wins', first = 'New' where id = 3");
        assertThat(row(3)).isEqualTo("Old Wins|Old|Wins");
    }

    @Test
    void fillsARowThatWasNotBackfilledBeforeItComputesTheOldColumnFromIt() {
        keep(BOTH);
        trial.database.run("update users set first = 'Anna' where id = 1");
        assertThat(row(1)).isEqualTo("Anna Lee|Anna|Lee");
    }

    @Test
    void anUnrelatedUpdateDoesNotRoundARowThroughALossyWayBack() {
        keep(BOTH);
        trial.database.run(
                "insert into users (id, name) values (2, 'Prince')", "update users set note = '[1]' where id = 2");
        assertThat(row(2)).isEqualTo("Prince|Prince|Prince");
    }

    @Test
    void aSourceThatIsNotWrittenBackCountsAsTheOldSide() {
        String sync =
                """
                keepInSync:
                  table: users
                  set: {first: "coalesce(name, '') || (note ->> 'x')"}
                  reverse: {name: upper(first)}
                """;
        keep(sync);
        trial.database.run("update users set note = '{\"x\": \"!\"}' where id = 1");
        assertThat(row(1)).isEqualTo("Ann Lee|Ann Lee!|null");
        trial.database.run("update users set first = 'z' where id = 1");
        assertThat(row(1)).isEqualTo("Z|z|null");
    }

    @Test
    void firesForAWriterWhoMayDoNothingButWrite() {
        keep(FORWARD);
        trial.database.run(
                "drop role if exists sync_writer",
                "create role sync_writer",
                "revoke usage on schema lockkeeper from public",
                "grant insert on users to sync_writer",
                "set role sync_writer; set search_path = pg_catalog; insert into public.users (id, name) values (2, 'Bo Krae'); reset role",
                "drop owned by sync_writer",
                "drop role sync_writer");
        assertThat(row(2)).isEqualTo("Bo Krae|Bo|Krae");
    }

    @Test
    void makesTheWriteFailThatAColumnCannotTake() {
        keep(FORWARD);
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> trial.database.run("insert into users (id, name) values (2, repeat('x', 21))"))
                .withMessageContaining("value too long");
    }

    @Test
    void stopsAndStartsAgain() {
        keep(FORWARD);
        String[] steps = {COLUMNS[0], COLUMNS[1], FORWARD, "stopSync: {table: users}"};
        var stop = trial.resolve(steps);
        stop.forward().forEach(statement -> trial.ddl.execute(statement, Trial.BUDGET, null, null));
        assertThat(stop.forward()).allMatch(statement -> trial.ddl.holds(String.valueOf(statement.doneWhen())));
        trial.database.run("insert into users (id, name) values (2, 'Bo Krae')");
        assertThat(row(2)).isEqualTo("Bo Krae|null|null");
        stop.back().forEach(statement -> trial.ddl.execute(statement, Trial.BUDGET, null, null));
        trial.database.run("insert into users (id, name) values (3, 'Cy Dee')");
        assertThat(row(3)).isEqualTo("Cy Dee|Cy|Dee");
    }

    @Test
    void tellsOfATriggerThatIsDisabled() {
        keep(FORWARD);
        assertThat(trial.conflict(COLUMNS[0], COLUMNS[1], FORWARD)).isEmpty();
        trial.database.run("alter table users disable trigger zz_lockkeeper_try_it");
        assertThat(trial.conflict(COLUMNS[0], COLUMNS[1], FORWARD).orElseThrow())
                .contains("disabled; the plan wants it enabled");
    }

    @Test
    void refusesAWholeRowInBothDirections() {
        assertThatExceptionOfType(Failure.class)
                .isThrownBy(() -> trial.resolve(
                        "keepInSync: {table: users, set: {note: to_json(users)}, reverse: {name: note::text}}"))
                .withMessageContaining("as a whole");
    }

    @Test
    void readsStrangeNamesAsTheTableHasThem() {
        String[] steps = {
            "addColumn: {table: \"user's\", column: 'Größe', type: int}",
            """
            keepInSync:
              table: "user's"
              set: {'Größe': 'length("Full Name") + length("order") + length("new") + length(to_new)'}
              reverse: {order: '("Größe")::text'}
            """
        };
        trial.forward(steps);
        trial.database.run(
                "insert into \"user's\" values (1, 'ab', 'c', 'd', 'e')",
                "update \"user's\" set \"Größe\" = 7",
                "update \"user's\" set to_new = 'eee'");
        assertThat(trial.ask("select \"Größe\" || \"order\" from \"user's\"")).isEqualTo("77");
        assertThat(trial.back(steps)).hasSize(3);
    }
}
