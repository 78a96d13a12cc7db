package dev.lockkeeper;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code docs/errors.md} and {@link Code} say the same. */
class ErrorsPageTest {

    private static final Path PAGE = Path.of("docs/errors.md");
    private static final Pattern LINE =
            Pattern.compile("^\\| `([^`]+)` \\| (\\d+) \\| ([^|]+) \\| ([^|]+) \\|$", Pattern.MULTILINE);
    private static final Pattern SECTION = Pattern.compile("^## (.+)\n((?:(?!^## ).*\n?)*)", Pattern.MULTILINE);

    @Test
    void everyCodeHasALineAndEveryLineACode() throws IOException {
        List<String> lines = LINE.matcher(Files.readString(PAGE))
                .results()
                .map(found -> found.group(1))
                .toList();

        assertThat(lines)
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Code.values()).map(Code::wire).toList());
    }

    @Test
    void everyLineStandsUnderItsKindWithItsStatus() throws IOException {
        List<String> found = SECTION.matcher(Files.readString(PAGE))
                .results()
                .flatMap(ErrorsPageTest::lines)
                .toList();

        assertThat(found)
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(Code.values())
                        .map(code -> kind(code) + " " + code.wire() + " " + code.status())
                        .toList());
    }

    private static java.util.stream.Stream<String> lines(MatchResult section) {
        return LINE.matcher(section.group(2))
                .results()
                .map(line -> section.group(1) + " " + line.group(1) + " " + line.group(2));
    }

    private static String kind(Code code) {
        String words = code.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }
}
