package dev.lockkeeper.target.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.Failure;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Queries of authors and of targets' policies are asked; none of them can write, or end the transaction of a step. */
class QuestionTest {

    private final Trial trial = new Trial("create table users (id int primary key)", "insert into users values (1)");

    @AfterEach
    void close() throws Exception {
        trial.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "commit; delete from users; select 1",
                "select 1; commit; begin; delete from users",
                "end; delete from users returning 1",
                "delete from users returning 1",
                "with gone as (delete from users returning 1) select * from gone",
                "copy (select 1) to program 'touch /nowhere/at/all'",
                "/* select */ copy (select 1) to program 'touch /nowhere/at/all'",
                "do $$ begin commit; delete from users; end $$",
                "select 1 /* ; */; delete from users",
            })
    void writesNothing(String query) {
        assertThatThrownBy(() -> trial.ddl.ask(query, Duration.ofSeconds(2))).isInstanceOf(Failure.class);
        assertThat(trial.ask("select count(*) from users")).isEqualTo("1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select count(*) from users",
                "-- how many\n(select count(*) from users);",
                "with all_of as (select * from users) select count(*) from all_of",
                "values (1)",
                "/* a; b */ select 1 where ';' = $$;$$",
            })
    void isAnswered(String query) {
        assertThat(trial.ddl.ask(query, null)).contains("1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "end",
                "select 1; END WORK",
                "commit/**/and chain",
                "start/**/transaction",
                "prepare transaction ''x''",
                "prepare/* */transaction ''x''",
                "create function f(a text default ''begin atomic'') returns int return 1; end",
            })
    void aStepThatEndsItsTransactionIsRefused(String sql) {
        assertThatThrownBy(() -> trial.resolve("sql: {up: '" + sql + "', irreversible: test}"))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("would end the transaction");
    }

    @Test
    void aRoutineMayHaveABodyOfItsOwnAndASavepointBeGoneBackTo() {
        trial.forward(
                "sql: {up: 'create function one() returns int begin atomic select 1; select 1; end', irreversible:"
                        + " test}");
        trial.forward("sql: {up: 'savepoint a; rollback to a; savepoint b; rollback work to b', irreversible: test}");
        assertThat(trial.ask("select one()")).isEqualTo("1");
    }

    /** What a step says to its session must not change how the next is read: a quote that hides a statement. */
    @Test
    void aBackslashMeansTheSameInEveryStep() {
        trial.forward("sql: {up: 'set standard_conforming_strings = off', irreversible: test, transaction: false}");
        trial.forward("sql: {up: 'set backslash_quote = on', irreversible: test, transaction: false}");
        trial.forward("sql: {up: \"select 'a\\\\'' ; delete from users; --'\", irreversible: test}");
        trial.forward(
                "sql: {up: \"select 'a\\\\'' ; delete from users; --'\", irreversible: test, transaction: false}");
        assertThat(trial.ddl.ask("select length('a\\\\b')", null)).contains("4");
        assertThat(trial.ask("select count(*) from users")).isEqualTo("1");
    }
}
