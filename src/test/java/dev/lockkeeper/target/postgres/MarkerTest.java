package dev.lockkeeper.target.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lockkeeper.Failure;
import dev.lockkeeper.plan.Plan;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Applications of both versions write while rows are backfilled, through a way back that loses something. */
class MarkerTest {

    private static final String ADD = "addColumn: {table: users, column: first, type: 'varchar(20)'}";
    private static final String ADD_LAST = "addColumn: {table: users, column: last, type: text}";

    /** The way back loses capitals, and the way forward what comes after the second word. */
    private static final String KEEP =
            """
            keepInSync:
              table: users
              set: {first: "split_part(name, ' ', 1)", last: "split_part(name, ' ', 2)"}
              reverse: {name: "lower(first || ' ' || coalesce(last, ''))"}
            """;

    private static final String FILL = "backfill: {table: users, set: sync, guard: marker, clear: true}";
    private static final String VERIFY = "verify: {table: users, same: sync}";
    private static final String STOP = "stopSync: {table: users}";
    private static final String TODO = "lockkeeper_todo_try_it";

    private final Trial trial = new Trial(
            "create table users (id bigint primary key, name text default '', note text)",
            "insert into users select i, 'Ann Lee' from generate_series(1, 9) i");

    @AfterEach
    void close() throws Exception {
        trial.close();
    }

    private static Plan plan(String... more) {
        List<String> first = List.of(ADD, ADD_LAST, KEEP);
        return Trial.phases(List.of("expand", "backfill"), List.of(first, List.of(more)));
    }

    private void keep() {
        trial.forward(plan(FILL), 1);
    }

    private String row(long id) {
        return trial.ask(
                "select concat_ws('|', coalesce(name, 'null'), coalesce(first, 'null'), coalesce(last, 'null'), " + TODO
                        + ") from users where id = " + id);
    }

    @Test
    void theColumnIsPartOfTheApprovedStatementsAndWritesNoRow() {
        var sql = trial.resolve(plan(FILL)).phases().getFirst().steps().getLast();
        assertThat(sql.forward().getFirst().sql())
                .isEqualTo("alter table public.users add column " + TODO + " boolean not null default true");
        assertThat(sql.back().getLast().sql()).isEqualTo("alter table public.users drop column " + TODO);
        String file = trial.ask("select pg_relation_filenode('users')");
        keep();
        assertThat(trial.ask("select pg_relation_filenode('users')")).isEqualTo(file);
        assertThat(trial.ask("select count(*) from users where " + TODO)).isEqualTo("9");
        assertThat(trial.ask("select count(distinct xmin::text) from users")).isEqualTo("1");
        assertThat(trial.resolve(plan(FILL)).toString())
                .isEqualTo(trial.resolve(plan(FILL)).toString());
    }

    @Test
    void rendersTheSameBeforeDuringAndAfter() {
        Plan plan = plan(FILL, VERIFY, STOP);
        String before = trial.resolve(plan).toString();
        keep();
        assertThat(trial.resolve(plan).toString()).isEqualTo(before);
        trial.forward(plan);
        assertThat(trial.resolve(plan).toString()).isEqualTo(before);
        trial.back(plan);
        assertThat(trial.resolve(plan).toString()).isEqualTo(before);
        assertThat(trial.ask("select count(*) from pg_attribute where attrelid = 'users'::regclass and attname = '"
                        + TODO + "'"))
                .isEqualTo("0");
    }

    @Test
    void everyInsertIsDoneWhicheverSideItGives() {
        keep();
        trial.database.run(
                "insert into users (id, name) values (11, 'Bo Von Krae')",
                "insert into users (id, first, last) values (12, 'CY', 'DEE')",
                "insert into users (id, name, first) values (13, 'Di Fay', 'New')",
                "insert into users (id) values (14)");
        assertThat(List.of(row(11), row(12), row(13), row(14)))
                .containsExactly("Bo Von Krae|Bo|Von|f", "cy dee|CY|DEE|f", "new fay|New|Fay|f", "|||f");
    }

    @Test
    void anUpdateOfTheOldSideComputesTheNewOne() {
        keep();
        trial.database.run("update users set name = 'Bo Von Krae' where id = 1");
        assertThat(row(1)).isEqualTo("Bo Von Krae|Bo|Von|f");
    }

    @Test
    void anUpdateOfAnythingElseDoesTheRowAndLeavesTheOldSide() {
        keep();
        trial.database.run("update users set note = 'x' where id = 1");
        assertThat(row(1)).isEqualTo("Ann Lee|Ann|Lee|f");
    }

    @Test
    void anUpdateOfTheNewSideKeepsWhatItGaveAndFillsTheRest() {
        keep();
        trial.database.run("update users set first = 'ANNA' where id = 1");
        assertThat(row(1)).isEqualTo("anna lee|ANNA|Lee|f");
    }

    @Test
    void whereBothSidesChangeTheNewOneWins() {
        keep();
        trial.database.run(
                "update users set name = 'Old One', first = 'NEW' where id = 1",
                "update users set note = 'done' where id = 2",
                "update users set name = 'Old One', first = 'NEW' where id = 2");
        assertThat(row(1)).isEqualTo("new one|NEW|One|f");
        assertThat(row(2)).isEqualTo("new lee|NEW|Lee|f");
    }

    @Test
    void aRowThatAnApplicationHasWrittenIsNotWrittenAgain() throws Exception {
        keep();
        trial.database.run(
                "update users set first = 'ANNA', last = 'LEE' where id = 1",
                "update users set first = 'BO' where id = 2",
                "update users set first = null, last = null where id = 2",
                "insert into users (id, first, last) values (12, 'CY', 'DEE')");
        trial.forward(plan(FILL));
        assertThat(List.of(row(1), row(2), row(12), row(3)))
                .containsExactly("anna lee|ANNA|LEE|f", "null|null|null|f", "cy dee|CY|DEE|f", "Ann Lee|Ann|Lee|f");
        assertThat(trial.ask("select count(*) from users where " + TODO)).isEqualTo("0");
    }

    @Test
    void withoutAWayBackNewValuesAreKeptToo() {
        String oneWay = KEEP.substring(0, KEEP.indexOf("  reverse"));
        Plan plan = Trial.phases(List.of("expand", "backfill"), List.of(List.of(ADD, ADD_LAST, oneWay), List.of(FILL)));
        trial.forward(plan, 1);
        trial.database.run(
                "update users set first = 'NEW' where id = 1",
                "update users set name = 'Bo Krae' where id = 2",
                "insert into users (id, name, first) values (11, 'Cy Dee', 'NEW')");
        trial.forward(plan);
        assertThat(List.of(row(1), row(2), row(11), row(3)))
                .containsExactly("Ann Lee|NEW|Lee|f", "Bo Krae|Bo|Krae|f", "Cy Dee|NEW|Dee|f", "Ann Lee|Ann|Lee|f");
    }

    @Test
    void verifyCountsWhatIsStillToBeDone() {
        var verify =
                trial.resolve(plan(FILL, VERIFY)).phases().getLast().steps().getLast();
        assertThat(verify.forward().getFirst().sql())
                .contains("filter (where differs)", ", " + TODO + " as differs from ");
        assertThatExceptionOfType(Failure.class)
                .isThrownBy(() -> trial.resolve(plan(FILL, STOP, VERIFY)))
                .withMessageContaining("verify before it");
    }

    @Test
    void afterAStopThatIsUndoneNoRowIsToBeDoneAgainAndNewOnesAreKept() {
        Plan plan = plan(FILL, STOP);
        trial.forward(plan);
        trial.database.run("update users set first = 'X' where id = 1");
        trial.resolve(plan)
                .phases()
                .getLast()
                .steps()
                .getLast()
                .back()
                .forEach(statement -> trial.ddl.execute(statement, Trial.BUDGET, null, null));
        assertThat(trial.ask("select count(*) from users where " + TODO)).isEqualTo("0");
        trial.database.run("insert into users (id, name) values (11, 'Bo Krae')");
        assertThat(row(11)).isEqualTo("Bo Krae|Bo|Krae|f");
    }

    @Test
    void clearingMarksTheRowsAgain() throws Exception {
        trial.forward(plan(FILL));
        RowsSql rows = trial.rows((dev.lockkeeper.plan.Step.Backfill)
                plan(FILL).phases().getLast().steps().getLast());
        new Sending(trial.connection).run("set lockkeeper.engine = 'on'");
        new Sending(trial.connection).run(rows.clear(null, List.of("9")));
        assertThat(trial.ask("select count(*) from users where " + TODO + " and first is null"))
                .isEqualTo("9");
    }

    @Test
    void aRowThatMovesToAnotherPartitionIsNotTakenForANewOne() {
        trial.database.run(
                "create table parted (id bigint, part int, name text, primary key (id, part)) partition by list (part)",
                "create table parted_1 partition of parted for values in (1)",
                "create table parted_2 partition of parted for values in (2)",
                "insert into parted values (1, 1, 'Ann Lee Low'), (2, 1, 'Bo Krae')");
        trial.forward(
                Trial.phases(
                        List.of("expand", "backfill"),
                        List.of(
                                List.of(
                                        "addColumn: {table: parted, column: first, type: text}",
                                        "keepInSync: {table: parted, set: {first: \"split_part(name, ' ', 1)\"}, reverse: {name: first}}"),
                                List.of("backfill: {table: parted, set: sync, guard: marker}"))),
                1);
        trial.database.run(
                "update parted set name = 'Cy Dee Low', part = 2 where id = 1",
                "update parted set first = 'BO', part = 2 where id = 2");
        assertThat(trial.ask("select string_agg(name || '|' || first, ' ' order by id) from parted"))
                .isEqualTo("Cy Dee Low|Cy BO|BO");
    }
}
