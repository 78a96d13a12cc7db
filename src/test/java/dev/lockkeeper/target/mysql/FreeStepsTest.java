package dev.lockkeeper.target.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.Failure;
import dev.lockkeeper.target.Statement.Mode;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FreeStepsTest {

    private final Trial trial =
            new Trial("create table users (id int primary key, name varchar(200), first_name varchar(100))");

    @AfterEach
    void close() throws SQLException {
        trial.close();
    }

    @Test
    void cutsStatementsAndLeavesBodiesWhole() {
        String body =
                "create trigger t before insert on users for each row begin if new.id > 1 then set new.name = case when 1 then ';' end; end if;"
                        + " while false do set new.id = if(1, 2, 3); end while; end";
        assertThat(Statements.of("-- first\nselect 1; " + body + " ; /* x ; */ select 'a;b' # end\n;"))
                .containsExactly("select 1", body, "select 'a;b'");
    }

    @Test
    void runsDdlOneStatementAtATime() {
        String step =
                "sql: {up: 'create table a (x int); create table b (x int)', down: 'drop table b; drop table a', transaction: false}";
        assertThat(trial.resolve(step).forward()).hasSize(2).allMatch(one -> one.mode() == Mode.AUTOCOMMIT);
        assertThat(trial.forward(step)).hasSize(2);
        assertThat(trial.back(step)).hasSize(2);
    }

    @Test
    void runsRowsInOneTransaction() {
        String step =
                "sql: {up: \"insert into users values (1, 'a', null); insert into users values (1, 'b', null)\", irreversible: test, transaction: true}";
        assertThatThrownBy(() -> trial.forward(step)).isInstanceOf(Failure.class);
        assertThat(trial.ask("select count(*) from users")).as("neither").isEqualTo("0");
    }

    @Test
    void refusesDdlInATransaction() {
        assertRefused(
                "sql: {up: 'update users set id = 1; alter table users add x int', irreversible: test, transaction: true}",
                "commits the transaction");
        assertRefused("sql: {up: 'commit', irreversible: test, transaction: true}", "commits the transaction");
        assertRefused("sql: {up: 'delimiter //', irreversible: test, transaction: false}", "delimiter");
        assertRefused("assert: {query: 'select 1; select 2', expect: 1}", "one query");
    }

    /** A read-only transaction keeps rows, not settings, sessions and locks. */
    @Test
    void asksNothingButQueries() {
        for (String query : new String[] {
            "set global max_connect_errors = 77",
            "flush tables with read lock",
            "/*!50000 set global max_connect_errors = 77 */",
            "kill query 1",
            "call nothing()",
            "insert into users values (1, 'a', null)"
        }) {
            assertThatThrownBy(() -> trial.ddl.ask(query, null)).as(query).isInstanceOf(Failure.class);
        }
        assertThat(trial.ddl.ask("-- how many\n(select count(*) from users)", null))
                .contains("0");
        assertThat(trial.ask("select @@global.max_connect_errors = 77")).isEqualTo("0");
    }

    @Test
    void reviewsTheExampleOfTheDocs() {
        var resolved = trial.resolve(Trial.plan(
                "addColumn: {table: users, column: last_name, type: varchar(100)}",
                "keepInSync: {table: users, set: {first_name: \"substring_index(name, ' ', 1)\", last_name: \"substring_index(name, ' ', -1)\"}}",
                "backfill: {table: users, set: sync, clear: true}",
                "verify: {table: users, same: sync}",
                "rowCount: {table: users}",
                "assert: {query: select count(*) from users where first_name is null, expect: 0}",
                "wait: {for: 1s}"));
        var steps = resolved.phases().getFirst().steps();
        assertThat(steps).hasSize(7);
        assertThat(steps.get(2).forward().getFirst().sql())
                .contains("update", "`first_name` = (substring_index(name, ' ', 1))", "$1");
        assertThat(steps.get(2).back()).hasSize(1);
        assertThat(steps.get(3).forward().getFirst().sql()).startsWith("select count(*)");
    }

    @Test
    void refusesATableWithoutAKey() {
        trial.run("create table heap (x int)");
        assertRefused("backfill: {table: heap, set: {x: '1'}}", "neither a primary key");
    }

    private void assertRefused(String step, String why) {
        assertThatThrownBy(() -> trial.resolve(step))
                .isInstanceOf(Failure.class)
                .hasMessageContaining(why);
    }
}
