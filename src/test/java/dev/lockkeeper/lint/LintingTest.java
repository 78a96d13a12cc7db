package dev.lockkeeper.lint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.Failure;
import dev.lockkeeper.lint.sql.ObjectName;
import dev.lockkeeper.plan.Engine;
import dev.lockkeeper.plan.Level;
import dev.lockkeeper.plan.PlanReader;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LintingTest {

    private final SomeRules rules = new SomeRules();
    private final Linting linting = new Linting(List.of(rules));

    private List<LintFinding> lint(String sql) {
        return lint(sql, Map.of(), Facts.NONE);
    }

    private List<LintFinding> lint(String sql, Map<String, Level> levels, Facts facts) {
        return linting.lint(new LintRequest(Engine.POSTGRESQL, new LintRequest.Sql(sql), levels, tables -> facts));
    }

    private static List<String> lines(List<LintFinding> findings) {
        return findings.stream().map(LintingTest::line).toList();
    }

    private static String line(LintFinding finding) {
        return finding.line() + ":" + finding.column() + " " + finding.level().wire() + " " + finding.rule()
                + (finding.suppressed() == null ? "" : " because " + finding.suppressed());
    }

    /** The statements of a script as the rules are asked about them. */
    private List<Case> cases(String sql) {
        lint(sql, Map.of("every", Level.ADVISORY), Facts.NONE);
        return rules.asked;
    }

    @Test
    void aFindingHasPlaceLockSaferWayAndPlan() {
        LintFinding finding = lint("select 1;\n  create index i on t (a);").getFirst();

        assertThat(line(finding)).isEqualTo("2:3 blocking index");
        assertThat(finding.statement()).isEqualTo("create index i on t (a)");
        assertThat(finding.message()).isEqualTo("keeps writers of t out");
        assertThat(finding.lock()).isNotNull();
        assertThat(finding.lock().mode()).isEqualTo("share");
        assertThat(finding.saferWay()).startsWith("create index concurrently");
        assertThat(finding.plan()).isEqualTo("migration: safer");
        assertThat(finding.blocks()).isTrue();
    }

    @Test
    void whatARuleSaysTwiceOfAStatementIsToldOnce() {
        assertThat(lines(lint("drop table t"))).containsExactly("1:1 advisory dropping");
    }

    @Test
    void thePolicyWinsOverTheRuleAndTheRemark() {
        String sql = "create index i on t (a)";
        Facts small = facts(300L);

        assertThat(lines(lint(sql, Map.of(), facts(300_000_000L)))).containsExactly("1:1 blocking index");
        assertThat(lines(lint(sql, Map.of(), small))).containsExactly("1:1 advisory index");
        assertThat(lines(lint(sql, Map.of("index", Level.BLOCKING), small))).containsExactly("1:1 blocking index");
        assertThat(lines(lint(sql, Map.of("index", Level.OFF), Facts.NONE))).isEmpty();
        assertThat(lines(lint(sql, Map.of("style", Level.ADVISORY), Facts.NONE)))
                .containsExactly("1:1 blocking index", "1:1 advisory style");
    }

    private static Facts facts(Long rows) {
        Facts.Table table = new Facts.Table(rows, 8192, null, Map.of("a", "int"), List.of(), List.of(), Map.of());
        return new Facts(null, false, true, Map.of(ObjectName.of("t"), table), null, null);
    }

    @Test
    void whatCannotBeReadIsAFindingAndTheRestIsLookedAt() {
        List<LintFinding> found = lint("create index i on t (a);\nfrobnicate the table;\ncreate index j on t (b);");

        assertThat(lines(found))
                .containsExactly("1:1 blocking index", "2:1 blocking unreadable-sql", "3:1 blocking index");
        assertThat(found.get(1).statement()).isEqualTo("frobnicate the table");
        assertThat(found.get(1).message()).contains("cannot be read");
    }

    @Test
    void aRuleThatBreaksIsAFindingAndTheOthersGoOn() {
        List<LintFinding> found = lint("create index i on t (a)", Map.of("broken", Level.ADVISORY), Facts.NONE);

        assertThat(lines(found)).containsExactlyInAnyOrder("1:1 blocking index", "1:1 advisory broken");
        assertThat(found.getLast().message()).contains("IllegalStateException");
    }

    @Test
    void tablesThatTheScriptMadeAreNewUntilTheyAreDropped() {
        assertThat(lint("create table t (a int); create index i on public.t (a)"))
                .isEmpty();
        assertThat(lint("create table s (a int); alter table s rename to t; create index i on t (a)"))
                .isEmpty();
        assertThat(lines(lint("create table s (a int); create index i on t (a)")))
                .hasSize(1);
        assertThat(lines(lint("create table t (a int); alter table t rename to s; create index i on t (a)")))
                .hasSize(1);
        assertThat(lines(lint("create table t (a int); drop table t; create index i on t (a)")))
                .contains("1:39 blocking index");
        assertThat(lint("create table if not exists t (a int); create index i on t (a)"))
                .isEmpty();
        assertThat(lines(lint("create table if not exists t (a int); create index i on t (a)", Map.of(), facts(9000L))))
                .containsExactly("1:39 blocking index");
    }

    @Test
    void transactionsAreFromBeginToCommit() {
        List<Case> cases = cases("select 1; begin; select 2; commit; select 3; begin; select 4");

        assertThat(cases.stream().map(each -> each.transaction().size()).toList())
                .containsExactly(0, 3, 3, 3, 0, 2, 2);
        assertThat(cases.stream().map(each -> each.before().size()).toList()).containsExactly(0, 1, 2, 3, 4, 5, 6);
        assertThat(cases.stream().map(each -> each.after().size()).toList()).containsExactly(6, 5, 4, 3, 2, 1, 0);
        assertThat(cases).noneMatch(Case::managed);
    }

    @Test
    void settingsAreInForceUntilTheirEnd() {
        List<Case> cases = cases(
                """
                set lock_timeout = '2s';
                begin;
                set local lock_timeout = '1s';
                select 1;
                commit;
                select 2;
                reset lock_timeout;
                set local statement_timeout = '1s';
                select 3;
                """);

        assertThat(cases.get(0).settings()).isEmpty();
        assertThat(cases.get(3).settings()).containsOnlyKeys("lock_timeout");
        assertThat(cases.get(3).settings().get("lock_timeout")).contains("1s");
        assertThat(cases.get(5).settings().get("lock_timeout")).contains("2s");
        assertThat(cases.get(8).settings())
                .as("local means nothing outside a transaction")
                .doesNotContainKey("statement_timeout");
    }

    @Test
    void onlyTablesThatStatementsNameAreAskedAbout() {
        Set<ObjectName> named = new LinkedHashSet<>();
        linting.lint(new LintRequest(
                Engine.POSTGRESQL,
                new LintRequest.Sql(
                        "create index i on a.t (x); update u set x = 1 from v; alter table w add foreign key (p) references q"),
                Map.of(),
                tables -> {
                    named.addAll(tables);
                    return Facts.NONE;
                }));

        assertThat(named.stream().map(ObjectName::toString)).containsExactlyInAnyOrder("a.t", "u", "v", "w", "q");
    }

    @Test
    void thereMayBeMoreThanIsLookedAtAndThatIsSaid() {
        List<LintFinding> found = lint("create index i on t (a);\n".repeat(Linting.MOST_STATEMENTS + 1));

        assertThat(found).hasSize(Linting.MOST_FINDINGS + 2);
        assertThat(found.get(Linting.MOST_FINDINGS).message()).contains("9000 more findings");
        assertThat(found.getLast().message()).contains("10000 of 10001 statements");
        assertThat(found.getLast().blocks()).isTrue();
    }

    @Test
    void tooLargeAndUnknownEnginesAreRefused() {
        assertThatThrownBy(() -> lint(" ".repeat(Linting.MOST_BYTES + 1)))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("larger than 10 MiB");
        assertThatThrownBy(() -> lint("ä".repeat(Linting.MOST_BYTES / 2 + 1)))
                .hasMessageContaining("larger than 10 MiB");
        assertThatThrownBy(() -> linting.lint(LintRequest.of(Engine.REDIS, new LintRequest.Sql("get x"))))
                .hasMessageContaining("no rules for redis");
        assertThat(linting.knows(Engine.REDIS)).isFalse();
    }

    @Test
    void theListOfRulesHasThoseThatAreOffAndLintsOwn() {
        assertThat(linting.rules(Engine.POSTGRESQL).stream().map(Rule::id))
                .isSorted()
                .contains("index", "style", "unreadable-sql", "wrong-suppression", "unused-suppression");
    }

    @Test
    void nothingIsNothing() {
        assertThat(lint("")).isEmpty();
        assertThat(lint("\uFEFF-- only a comment\n;;")).isEmpty();
    }

    private List<StepFinding> file(String phases) {
        String text = "migration: a-file\nengine: postgresql\nphases:\n" + phases;
        return linting.find(new LintRequest(
                Engine.POSTGRESQL,
                new LintRequest.File(PlanReader.read(text), text),
                Map.of("every", Level.ADVISORY),
                tables -> Facts.NONE));
    }

    @Test
    void findingsOfAFileHaveItsPlacesAndSteps() {
        List<StepFinding> found = file(
                """
                  - phase: expand
                    steps:
                      - addColumn: {table: t, column: c, type: int}
                      - sql:
                          up: |
                            select 1;
                            create index i on t (c);
                          down: drop index i
                """);

        assertThat(found).hasSize(1);
        assertThat(found.getFirst().phase()).isEqualTo("expand");
        assertThat(found.getFirst().step()).isEqualTo(1);
        assertThat(line(found.getFirst().finding())).isEqualTo("10:13 blocking index");
    }

    @Test
    void declarativeStepsAreContextAndNotLookedAt() {
        file(
                """
                  - phase: expand
                    steps:
                      - createTable: {table: new, columns: [{name: id, type: bigint, primaryKey: true}]}
                      - createIndex: {table: t, columns: [a]}
                      - addCheck: {table: t, expression: a > 0, name: positive}
                      - sql: {up: create index on new (id), irreversible: x}
                      - setNotNull: {table: t, columns: [a]}
                """);

        assertThat(rules.asked).hasSize(1);
        Case asked = rules.asked.getFirst();
        assertThat(asked.managed()).isTrue();
        assertThat(asked.inTransaction()).isTrue();
        assertThat(asked.isNew(ObjectName.of("new"))).isTrue();
        assertThat(asked.before()).hasSize(4);
        assertThat(asked.before().toString()).contains("ValidateConstraint[constraint=positive]");
        assertThat(asked.after().toString()).contains("SetNotNull[column=a]");
    }

    @Test
    void aTableIsNotNewAnyMoreBehindAGateThatWaits() {
        String phases =
                """
                  - phase: expand
                    steps:
                      - createTable: {table: t, columns: [{name: a, type: int}]}
                  - phase: %s
                    steps:
                      - sql: {up: create index i on t (a), irreversible: x}
                """;

        assertThat(file(phases.formatted("backfill"))).isEmpty();
        assertThat(file(phases.formatted("contract"))).hasSize(1);
    }

    @Test
    void stepsWithoutATransactionAreSentAsOneMessageOnPostgresql() {
        file(
                """
                  - phase: expand
                    steps:
                      - sql: {up: select 1, irreversible: x, transaction: false}
                      - sql: {up: select 1; select 2, irreversible: x, transaction: false}
                """);

        assertThat(rules.asked.stream().map(Case::inTransaction)).containsExactly(false, true, true);
    }

    @Test
    void theWayBackIsLookedAtAndNeverStandsInTheWay() {
        List<StepFinding> found = file(
                """
                  - phase: expand
                    steps:
                      - sql:
                          up: drop index i
                          down: create index i on t (a)
                """);

        assertThat(found).hasSize(1);
        assertThat(line(found.getFirst().finding())).isEqualTo("8:17 advisory index");
        assertThat(found.getFirst().finding().message()).startsWith("On the way back: ");
        assertThat(rules.asked.getLast().before()).hasSize(1);
    }
}
