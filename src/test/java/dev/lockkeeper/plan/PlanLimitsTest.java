package dev.lockkeeper.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlanLimitsTest {

    @Test
    void refusesMoreThanOneMebibyte() {
        int room = SourceText.MAX_BYTES - PlanFiles.FULL.length();
        assertThat(PlanReader.read(PlanFiles.FULL + "#".repeat(room)).migration())
                .isEqualTo("all-of-it");
        assertTooLarge(PlanFiles.FULL + "#".repeat(room + 1));
        assertTooLarge(PlanFiles.FULL + "#" + "ü".repeat(room / 2 + 1));
    }

    @Test
    void refusesDeepNesting() {
        assertThat(PlanFiles.findings("a: " + "[".repeat(500_000)))
                .containsExactly("1:35 : lists and maps are nested more than 32 deep");
    }

    @Test
    void refusesAFileThatExpandsWithoutEnd() {
        String laughs = IntStream.rangeClosed(1, 20)
                .mapToObj(i -> "a%d: &a%d [*a%d, *a%d]".formatted(i, i, i - 1, i - 1))
                .collect(Collectors.joining("\n", "a0: &a0 [lol, lol]\n", "\n"));
        assertThat(PlanFiles.findings(laughs)).singleElement().asString().contains("more than 200000 values");
    }

    @Test
    void refusesMoreAliasesThanAnAuthorWrites() {
        String many = "a: &a [x]\nb: [" + "*a, ".repeat(51) + "]";
        assertThat(PlanFiles.findings(many)).containsExactly("2:205 : a file has at most 50 aliases");
    }

    @Test
    void refusesAnAliasThatContainsItself() {
        assertThat(PlanFiles.findings("phases: &p [*p]"))
                .singleElement()
                .asString()
                .contains("an alias that contains itself");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\0", "\\x00", "\\u0000", "\\uD83D"})
    void refusesWhatOnlyAnEscapeCanWrite(String escape) {
        assertThat(PlanFiles.findings(PlanFiles.withSteps("- wait: {for: 1s, name: \"a" + escape + "\"}")))
                .containsExactly(
                        "6:31 : a value has the character U+0000 or half of a character in it, which no database takes");
    }

    @Test
    void refusesASecondDocument() {
        assertThat(PlanFiles.findings(PlanFiles.withSteps("- wait: {for: 1s}") + "---\nmigration: other\n"))
                .containsExactly("7:1 : a file holds one document; a second one starts here");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", "# only a comment\n"})
    void refusesAnEmptyFile(String yaml) {
        assertThat(PlanFiles.findings(yaml)).containsExactly("1:1 : the file is empty");
    }

    @Test
    void refusesNulWithItsPlace() {
        assertThat(PlanFiles.findings("migration: a\ntitle: b\0c"))
                .containsExactly("2:9 : the character U+0000 is not allowed in a file");
    }

    @Test
    void refusesHalfACharacter() {
        assertThat(PlanFiles.findings("title: \uD83D"))
                .containsExactly("1:8 : the character U+D83D is not allowed in a file");
    }

    @Test
    void refusesBytesThatAreNotUtf8WithTheirPlace() {
        byte[] latin = "migration: a\ntitle: ünï".getBytes(StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> PlanReader.read(latin)).isInstanceOfSatisfying(Failure.class, failure -> {
            assertThat(failure.code()).isEqualTo(Code.INVALID_PLAN);
            assertThat(failure.problems())
                    .containsExactly(new Failure.Problem(2, 8, "", "the file is not UTF-8; save it in that encoding"));
        });
    }

    @Test
    void givesTheLineOfASyntaxError() {
        assertThat(PlanFiles.findings("migration: a\nphases: [a, b\nengine: x\n"))
                .singleElement()
                .asString()
                .startsWith("3:7 : the file is not YAML 1.2: ");
    }

    @Test
    void listsOnlySoManyFindingsAndSaysHowManyThereAre() {
        String keys =
                IntStream.range(0, 1000).mapToObj(i -> "key" + i + ": x\n").collect(Collectors.joining());
        String yaml = keys + PlanFiles.withSteps("- wait: {for: 1s}");
        assertThat(PlanFiles.findings(yaml)).hasSize(501).last().asString().endsWith("and 500 more errors, not listed");
        assertThatThrownBy(() -> PlanReader.read(yaml)).hasMessageContaining("has 1000 errors");
    }

    private static void assertTooLarge(String yaml) {
        assertThatThrownBy(() -> PlanReader.read(yaml))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo(Code.TOO_LARGE));
        assertThatThrownBy(() -> PlanReader.read(yaml.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo(Code.TOO_LARGE));
    }
}
