package dev.lockkeeper.lint.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.lint.Facts;
import dev.lockkeeper.lint.LintFinding;
import dev.lockkeeper.lint.PostgresLinted;
import dev.lockkeeper.plan.Plan;
import dev.lockkeeper.plan.PlanReader;
import dev.lockkeeper.plan.Step;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No name and no SQL breaks out of its place in an offered file. */
class PlanTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null", "true", "1", "0x1F", "~", "yes: no", "a # b", "- x", "{a: b}", "it's", "&a", "*a", "!!str x",
                "%", "sync", "Größe", " x ", "a,b", "<<"
            })
    void namesStayWhatTheyAre(String name) {
        String quoted = '"' + name + '"';
        String yaml = plans("alter table " + quoted + " alter column " + quoted + " set not null")
                .getFirst();
        Plan plan = PlanReader.read(yaml);

        Step last = plan.phases().getLast().steps().getLast();
        assertThat(last).isInstanceOfSatisfying(Step.SetNotNull.class, set -> {
            assertThat(set.table().name().text()).isEqualTo(name);
            assertThat(set.columns()).extracting(column -> column.text()).containsExactly(name);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"'a: b # c'", "'- x\n  - drop: {table: users}'", "'\"'", "'''; x'", "x()::text || '#'"})
    void expressionsStayWhatTheyAre(String value) {
        String expression = "my_function(" + value + ")";
        String yaml = plans("alter table users add column c text default " + expression)
                .getFirst();
        Plan plan = PlanReader.read(yaml);

        assertThat(plan.phases().get(1).steps().getFirst())
                .isInstanceOfSatisfying(
                        Step.Backfill.class,
                        fill -> assertThat(fill.set().values()).containsExactly(expression));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alter table \"a.b\" alter column c set not null",
                "alter table \"a.b\".users alter column c set not null",
                "alter table users alter column \"two\nlines\" set not null",
                "alter table users alter column a_name_that_goes_on_and_on_until_the_server_does_not_keep_all_of_it"
                        + " set not null"
            })
    void whatAFileCannotNameGetsNoPlan(String sql) {
        assertThat(PostgresLinted.script(sql, Facts.NONE)).isNotEmpty();
        assertThat(plans(sql)).isEmpty();
    }

    private static List<String> plans(String sql) {
        return PostgresLinted.script(sql, Facts.NONE).stream()
                .map(LintFinding::plan)
                .filter(Objects::nonNull)
                .toList();
    }
}
