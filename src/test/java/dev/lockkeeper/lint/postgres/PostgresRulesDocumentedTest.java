package dev.lockkeeper.lint.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.lint.LintFinding;
import dev.lockkeeper.lint.PostgresLinted;
import dev.lockkeeper.lint.Rule;
import dev.lockkeeper.plan.Level;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The list of rules in {@code docs/lint.md} is the list of rules. */
class PostgresRulesDocumentedTest {

    private static final Path PAGE = Path.of("docs/lint.md");
    private static final String HEADING = "## Rules for PostgreSQL\n";

    @Test
    void thePageListsEachRule() throws IOException {
        String page = Files.readString(PAGE);
        int from = page.indexOf(HEADING);
        int to = page.indexOf("\n## ", from + 1);

        assertThat(from).isNotNegative();
        List<String> rows = page.substring(from, to < 0 ? page.length() : to)
                .lines()
                .filter(line -> line.startsWith("| `"))
                .toList();
        assertThat(rows).map(PostgresRulesDocumentedTest::withoutPhrase).isEqualTo(table());
        assertThat(rows).allSatisfy(row -> assertThat(cells(row)[4]).isNotBlank());
    }

    private static String[] cells(String row) {
        return row.split(" ?\\| ?", -1);
    }

    /** The phrase on the safer way is the page's own. */
    private static String withoutPhrase(String row) {
        String[] cells = cells(row);
        return String.join(" | ", cells[1], cells[2], cells[3], cells[5]);
    }

    private static List<String> table() {
        return PostgresRules.all().stream()
                .sorted(Comparator.comparing(Rule::id))
                .map(rule ->
                        String.join(" | ", "`" + rule.id() + "`", rule.usual().wire(), rule.danger(), offered(rule)))
                .toList();
    }

    /** What its samples get. */
    private static String offered(Rule rule) {
        Map<String, Level> levels = rule.usual() == Level.OFF ? Map.of(rule.id(), Level.ADVISORY) : Map.of();
        List<LintFinding> found = PostgresRulesTest.flagged()
                .filter(sample -> sample.rule().equals(rule.id()))
                .flatMap(sample -> PostgresLinted.script(sample.sql(), sample.facts(), levels).stream())
                .filter(finding -> finding.rule().equals(rule.id()))
                .toList();
        boolean sql = found.stream().anyMatch(finding -> !finding.saferWay().isEmpty());
        boolean plan = found.stream().anyMatch(finding -> finding.plan() != null);
        return sql && plan ? "SQL, plan" : sql ? "SQL" : plan ? "plan" : "–";
    }
}
