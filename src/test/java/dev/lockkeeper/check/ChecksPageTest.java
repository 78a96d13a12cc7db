package dev.lockkeeper.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.testing.LockkeeperTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The page of checks says what there is. */
@LockkeeperTest
class ChecksPageTest {

    private static final Pattern LINE =
            Pattern.compile("^\\| `([a-z-]+)` \\| [^|]+ \\| (always|yes|no) \\| [^|]+ \\|$", Pattern.MULTILINE);

    @Autowired
    private List<Check> checks;

    @Test
    void everyCheckHasALineInItsOrderWithWhetherItBlocks() throws IOException {
        List<String> lines = LINE.matcher(Files.readString(Path.of("docs", "checks.md")))
                .results()
                .map(line -> line.group(1) + " " + line.group(2))
                .toList();

        assertThat(lines)
                .containsExactlyElementsOf(
                        checks.stream().map(ChecksPageTest::line).toList());
    }

    private static String line(Check check) {
        String word = Boards.UNBENDING.contains(check.id()) ? "always" : check.blocking() ? "yes" : "no";
        return check.id() + " " + word;
    }
}
