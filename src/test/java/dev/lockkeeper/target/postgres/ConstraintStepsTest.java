package dev.lockkeeper.target.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lockkeeper.Failure;
import dev.lockkeeper.plan.Identifier;
import dev.lockkeeper.target.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConstraintStepsTest {

    private static final String NOT_NULL = "setNotNull: {table: users, columns: [name, age]}";

    private final Trial trial = new Trial(
            "create table users (id bigint primary key, name text, age int)",
            "insert into users values (1, 'Ann', 3), (2, 'Bo', 4)");

    @AfterEach
    void close() throws Exception {
        trial.close();
    }

    @Test
    void makesColumnsRequiredAndOptionalAgain() {
        assertThat(trial.forward(NOT_NULL)).hasSize(8);
        assertThat(
                        trial.ask(
                                "select string_agg(attnotnull::text, ',') from pg_attribute where attrelid = 'users'::regclass and attnum > 0"))
                .isEqualTo("true,true,true");
        assertThat(trial.forward(NOT_NULL)).isEmpty();
        assertThat(trial.ask("select count(*) from pg_constraint where conrelid = 'users'::regclass and contype = 'c'"))
                .isEqualTo("0");
        assertThat(trial.back(NOT_NULL)).hasSize(2);
        assertThat(trial.back(NOT_NULL)).isEmpty();
        trial.database.run("insert into users values (3)");
    }

    @Test
    void goesOnAndBackFromEveryStateInBetween() {
        List<Statement> statements = trial.resolve(NOT_NULL).forward();
        for (int stop = 0; stop <= statements.size(); stop++) {
            for (Statement statement : statements.subList(0, stop)) {
                trial.ddl.execute(statement, Trial.BUDGET, null, null);
            }
            assertThat(trial.forward(NOT_NULL)).hasSize(statements.size() - stop);
            assertThat(trial.back(NOT_NULL)).hasSize(2);
            for (Statement statement : statements.subList(0, stop)) {
                trial.ddl.execute(statement, Trial.BUDGET, null, null);
            }
            trial.back(NOT_NULL);
            assertThat(trial.ask(
                            "select count(*) from pg_constraint where conrelid = 'users'::regclass and contype = 'c'"))
                    .isEqualTo("0");
        }
    }

    @Test
    void doesNotReadTheTableForTheLastStep() {
        List<Statement> statements = trial.resolve(NOT_NULL).forward();
        assertThat(statements.stream().filter(statement -> statement.lock().scans()))
                .extracting(Statement::mode)
                .containsExactly(Statement.Mode.SCAN, Statement.Mode.SCAN);
    }

    @Test
    void refusesRowsWithoutAValueAndKeepsWhatHoldsForNewOnes() {
        trial.database.run("insert into users (id) values (3)");
        assertThatExceptionOfType(Failure.class)
                .isThrownBy(() -> trial.forward(NOT_NULL))
                .withMessageContaining("users_name_lk_not_null");
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> trial.database.run("insert into users (id) values (4)"));
        trial.back(NOT_NULL);
        trial.database.run("insert into users (id) values (4)");
    }

    @Test
    void aNotNullThatWasNeverValidatedIsNotDone() {
        if (Integer.parseInt(trial.ask("show server_version_num")) >= 180000) {
            trial.database.run(
                    "insert into users (id, age) values (3, 1)",
                    "alter table users add constraint nn not null name not valid");
            assertThat(trial.ddl.holds(CatalogQueries.notNull(
                            new PlannedTable("public", new Identifier("users"), List.of(), false, false), "name")))
                    .isFalse();
        }
    }

    @Test
    void addsACheckAndTakesItAway() {
        String step = "addCheck: {table: users, name: adult, expression: 'age >= 1'}";
        assertThat(trial.forward(step))
                .containsExactly(
                        "alter table public.users add constraint adult check (age >= 1) not valid",
                        "alter table public.users validate constraint adult");
        assertThat(trial.forward(step)).isEmpty();
        assertThat(trial.conflict(step)).isEmpty();
        assertThat(trial.conflict("addCheck: {table: users, name: adult, expression: 'age >= 2'}"))
                .contains(
                        "Constraint 'adult' of table 'users' is there as: CHECK ((age >= 1)); the plan wants: check (age >= 2).");
        trial.back(step);
        assertThat(trial.back(step)).isEmpty();
        trial.database.run("alter table users add constraint adult check (age>=1) not valid");
        assertThat(trial.conflict(step)).isEmpty();
        assertThat(trial.forward(step)).containsExactly("alter table public.users validate constraint adult");
    }
}
