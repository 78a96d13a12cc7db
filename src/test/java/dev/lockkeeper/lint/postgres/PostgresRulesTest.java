package dev.lockkeeper.lint.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.lint.Facts;
import dev.lockkeeper.lint.LintFinding;
import dev.lockkeeper.lint.PostgresLinted;
import dev.lockkeeper.lint.Rule;
import dev.lockkeeper.lint.postgres.Samples.Sample;
import dev.lockkeeper.plan.Level;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule: what it flags, what it lets pass, that its way out is one. */
class PostgresRulesTest {

    private static final Set<String> OFF = PostgresRules.all().stream()
            .filter(rule -> rule.usual() == Level.OFF)
            .map(Rule::id)
            .collect(Collectors.toSet());

    static List<Sample> samples() {
        Samples samples = new Samples();
        ColumnSamples.into(samples);
        ConstraintSamples.into(samples);
        ObjectSamples.into(samples);
        RowSamples.into(samples);
        LoopSamples.into(samples);
        return samples.all();
    }

    static Stream<Sample> flagged() {
        return samples().stream().filter(Sample::flagged);
    }

    private static List<LintFinding> found(Sample sample) {
        Map<String, Level> levels = OFF.contains(sample.rule()) ? Map.of(sample.rule(), Level.ADVISORY) : Map.of();
        return PostgresLinted.script(sample.sql(), sample.facts(), levels);
    }

    private static List<LintFinding> own(Sample sample) {
        return found(sample).stream()
                .filter(finding -> finding.rule().equals(sample.rule()))
                .toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("samples")
    void flagsAndLetsPass(Sample sample) {
        assertThat(found(sample)).extracting(LintFinding::rule).doesNotContain("unreadable-sql");
        assertThat(own(sample).isEmpty()).as(own(sample).toString()).isEqualTo(!sample.flagged());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("flagged")
    void theMessageIsOneSentence(Sample sample) {
        assertThat(own(sample)).extracting(LintFinding::message).allSatisfy(message -> assertThat(message)
                .endsWith(".")
                .doesNotContain("null,")
                .doesNotContain("..")
                .hasSizeLessThan(500));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("flagged")
    void theSaferWayIsCleanItself(Sample sample) {
        for (LintFinding finding : own(sample)) {
            assertThat(PostgresLinted.script(finding.saferWay(), sample.facts()))
                    .as(finding.saferWay())
                    .extracting(found -> found.rule() + ": " + found.message())
                    .isEmpty();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("flagged")
    void thePlanIsCleanItself(Sample sample) {
        for (LintFinding finding : own(sample)) {
            String plan = finding.plan();
            if (plan != null) {
                assertThat(PostgresLinted.file(plan, sample.facts()))
                        .as(plan)
                        .extracting(found -> found.rule() + ": " + found.message())
                        .isEmpty();
            }
        }
    }

    @Test
    void everyRuleHasSamplesOfBothKinds() {
        Map<Boolean, Set<String>> shown = samples().stream()
                .collect(Collectors.partitioningBy(
                        Sample::flagged, Collectors.mapping(Sample::rule, Collectors.toSet())));
        Set<String> ids = PostgresRules.all().stream().map(Rule::id).collect(Collectors.toSet());

        assertThat(shown.get(true)).isEqualTo(ids);
        assertThat(shown.get(false)).isEqualTo(ids);
        assertThat(ids)
                .hasSizeGreaterThanOrEqualTo(38)
                .hasSize(PostgresRules.all().size());
    }

    @Test
    void precedenceSpeaksOfRulesThatExist() {
        assertThat(PostgresRules.all()).extracting(Rule::id).containsAll(Precedence.ids());
    }

    @Test
    void twoRulesDoNotSayTheSameOfOneClause() {
        assertThat(PostgresLinted.script(
                        "set lock_timeout = '2s'; set statement_timeout = '1min'; alter table users add column id"
                                + " bigserial primary key, add constraint f foreign key (org_id) references orgs; create"
                                + " unique index on users (email); truncate users cascade",
                        Facts.NONE))
                .extracting(LintFinding::rule)
                .containsExactlyInAnyOrder(
                        "adding-serial-primary-key-field",
                        "adding-foreign-key-constraint",
                        "require-concurrent-index-creation",
                        "ban-truncate-cascade");
    }

    @Test
    void stepsAreNotToldAboutTimeOutsAndNesting() {
        String file =
                """
                migration: add-a
                engine: postgresql
                phases:
                  - phase: expand
                    steps:
                      - sql: {up: alter table users add column a int, down: alter table users drop column b}
                      - sql: {up: commit, irreversible: a test, transaction: false}
                """;

        assertThat(PostgresLinted.file(file, Facts.NONE))
                .extracting(LintFinding::rule)
                .containsExactly("ban-drop-column");
    }

    @Test
    void smallTablesAreAdvisoryAndLargeOnesBlocking() {
        String rewrite = "alter table users add column token uuid default gen_random_uuid()";
        String update = "update users set age = 1";

        assertThat(levels(rewrite, 9_999)).containsOnly(Level.ADVISORY);
        assertThat(levels(rewrite, 10_000)).contains(Level.BLOCKING);
        assertThat(levels(update, 999_999)).containsOnly(Level.ADVISORY);
        assertThat(levels(update, 1_000_000)).contains(Level.BLOCKING);
        assertThat(levels("alter table users drop column age", 3)).contains(Level.BLOCKING);
    }

    private static List<Level> levels(String sql, long rows) {
        return PostgresLinted.script(sql, Samples.users(rows)).stream()
                .map(LintFinding::level)
                .toList();
    }

    @Test
    void theNumbersOfTheTargetAreSaid() {
        assertThat(PostgresLinted.script("alter table users alter column age type bigint", Samples.users(20_000_000)))
                .extracting(LintFinding::message)
                .anySatisfy(message -> assertThat(message)
                        .contains("20,000,000 rows", "3.7 GiB", "120 writes a second", "open for 4m"));
    }
}
