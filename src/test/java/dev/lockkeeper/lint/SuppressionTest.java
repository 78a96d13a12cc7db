package dev.lockkeeper.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.plan.Engine;
import dev.lockkeeper.plan.Level;
import dev.lockkeeper.plan.PlanReader;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SuppressionTest {

    private static final String INDEX = "\ncreate index i on t (a)";

    private final Linting linting = new Linting(List.of(new SomeRules()));

    private List<LintFinding> lint(String sql) {
        return linting.lint(LintRequest.of(Engine.POSTGRESQL, new LintRequest.Sql(sql)));
    }

    private List<LintFinding> lint(String sql, Map<String, Level> levels) {
        return linting.lint(new LintRequest(Engine.POSTGRESQL, new LintRequest.Sql(sql), levels, tables -> Facts.NONE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-- lockkeeper: allow index because it is empty",
                "--lockkeeper:allow  index   because   it is empty",
                "-- about it\n-- lockkeeper: allow dropping, index because it is empty",
                "/* lockkeeper: allow index because it is empty */",
                "/*\n * lockkeeper: allow index because it is empty\n */",
                "select 1;\n-- LockKeeper: allow index because it is empty"
            })
    void aCommentBeforeTheStatementSuppressesAndTheFindingStays(String comment) {
        LintFinding finding = lint(comment + INDEX).stream()
                .filter(found -> found.rule().equals("index"))
                .findFirst()
                .orElseThrow();

        assertThat(finding.suppressed()).isEqualTo("it is empty");
        assertThat(finding.level()).isEqualTo(Level.BLOCKING);
        assertThat(finding.blocks()).isFalse();
    }

    @Test
    void itIsOnlyForTheStatementBehindIt() {
        List<LintFinding> found =
                lint("-- lockkeeper: allow index because it is empty" + INDEX + ";" + INDEX.replace(" i ", " j "));

        assertThat(found.stream().map(LintFinding::blocks)).containsExactly(false, true);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-- lockkeeper: allow index",
                "-- lockkeeper: allow index because",
                "-- lockkeeper: allow because it is empty",
                "-- lockkeeper: alow index because it is empty",
                "-- lockkeeper: allow indexes because it is empty"
            })
    void aWrongOneIsAFindingAndSuppressesNothing(String comment) {
        List<LintFinding> found = lint(comment + INDEX);

        assertThat(found.stream().map(LintFinding::rule)).containsExactlyInAnyOrder("wrong-suppression", "index");
        assertThat(found).allMatch(LintFinding::blocks);
    }

    @Test
    void anUnknownRuleGetsTheNearestName() {
        assertThat(lint("-- lockkeeper: allow indx because x" + INDEX).toString())
                .contains("did you mean 'index'?");
    }

    @Test
    void oneThatSuppressesNothingIsAdvice() {
        List<LintFinding> found = lint("-- lockkeeper: allow index because it is empty\nselect 1");

        assertThat(found).hasSize(1);
        assertThat(found.getFirst().rule()).isEqualTo("unused-suppression");
        assertThat(found.getFirst().blocks()).isFalse();
        assertThat(lint("-- lockkeeper: allow index because it is empty\nselect 1", Map.of("index", Level.OFF)))
                .as("where the rule is off nobody can tell")
                .isEmpty();
    }

    @Test
    void whatCannotBeReadCanBeSuppressedToo() {
        LintFinding finding = lint("-- lockkeeper: allow unreadable-sql because of an extension\nfrobnicate x")
                .getFirst();

        assertThat(finding.suppressed()).isEqualTo("of an extension");
    }

    private List<LintFinding> file(String steps) {
        String text =
                "migration: a-file\nengine: postgresql\nphases:\n  - phase: expand\n    steps:\n" + steps.indent(6);
        return linting.lint(LintRequest.of(Engine.POSTGRESQL, new LintRequest.File(PlanReader.read(text), text)));
    }

    @Test
    void theOptionOfAStepIsForAllOfItsSql() {
        List<LintFinding> found = file(
                """
                - sql:
                    up: create index i on t (a); create index j on t (b)
                    down: create index k on t (b)
                    allow: {index: it is empty}
                - sql: {up: create index l on t (a), irreversible: x}
                """);

        assertThat(found.stream().map(LintFinding::suppressed))
                .containsExactly("it is empty", "it is empty", "it is empty", null);
    }

    @Test
    void theOptionOfAStepIsCheckedAsCommentsAre() {
        List<LintFinding> found = file(
                """
                - sql:
                    up: select 1
                    irreversible: x
                    allow:
                      index: it is empty
                      indexes: it is empty
                - addColumn: {table: t, column: c, type: int, allow: {dropping: nothing is dropped}}
                """);

        assertThat(found.stream().map(each -> each.line() + ":" + each.column() + " " + each.rule()))
                .containsExactly("10:13 unused-suppression", "11:13 wrong-suppression", "12:61 unused-suppression");
    }
}
