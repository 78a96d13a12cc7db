package dev.lockkeeper.lint.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LintDocsTest {

    private static final Path PAGE = Path.of("docs", "lint.md");
    private static final String HEADING = "## MySQL and MariaDB\n";

    @Test
    void thePageListsEveryRuleOfMysqlAsItIs() throws IOException {
        String page = Files.readString(PAGE);
        assertThat(page).contains(HEADING);
        String section =
                page.substring(page.indexOf(HEADING) + HEADING.length()).split("\n## ", 2)[0];
        List<String> rows = Arrays.stream(section.split("\n"))
                .filter(line -> line.startsWith("| `"))
                .toList();
        List<String> rules = Looked.RULES.rules().stream()
                .map(rule -> "| `" + rule.id() + "` | " + rule.usual().wire() + " | " + rule.danger() + " |")
                .toList();
        assertThat(rows).as("paste this:\n%s", String.join("\n", rules)).containsExactlyElementsOf(rules);
    }
}
