package dev.lockkeeper.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.run.HoleState;
import dev.lockkeeper.run.PhaseState;
import dev.lockkeeper.run.RunState;
import dev.lockkeeper.run.StepState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** States survive greyscale: each has a glyph that is drawn and a word, and the two together are those of no other state. */
class MarkTest {

    private static List<List<Mark>> kinds() {
        return List.of(
                Arrays.stream(RunState.values()).map(Mark::of).toList(),
                Arrays.stream(PhaseState.values()).map(Mark::of).toList(),
                Arrays.stream(StepState.values()).map(Mark::of).toList(),
                Arrays.stream(HoleState.values()).map(Mark::of).toList());
    }

    @Test
    void everyStateHasAGlyphThatIsDrawnAWordAndATone() throws IOException {
        String drawn = Files.readString(Path.of("frontend/fragments/icons.html"));
        String tones = Files.readString(Path.of("frontend/css/mark.css"));

        Stream.concat(kinds().stream().flatMap(List::stream), Stream.of(Mark.HELD))
                .forEach(mark -> {
                    assertThat(drawn).contains("id=\"g-" + mark.glyph() + "\"");
                    assertThat(tones).contains(".lk-" + mark.tone() + " ");
                    assertThat(mark.word()).isNotBlank();
                });
    }

    /** So that a translator finds it there. */
    @Test
    void theWordOfEveryStateStandsInTheMessageFile() throws IOException {
        List<String> keys = Files.readAllLines(Path.of("frontend/messages/mark.properties")).stream()
                .map(line -> line.replaceAll("=.*", ""))
                .toList();

        assertThat(keys)
                .containsAll(
                        kinds().stream().flatMap(List::stream).map(Mark::key).toList());
    }

    @Test
    void noTwoStatesLookAlikeWithoutColour() {
        for (List<Mark> kind : kinds()) {
            assertThat(kind.stream().map(mark -> mark.glyph() + " " + mark.word()))
                    .doesNotHaveDuplicates();
        }
    }

    /** Where only the glyph is drawn and the word is for screen readers, as in lists, what went wrong is not taken for what went well. */
    @Test
    void theGlyphAloneTellsWhatWentWrongFromWhatWentWell() {
        for (List<Mark> kind : kinds()) {
            assertThat(glyphs(kind, "bad")).doesNotContainAnyElementsOf(glyphs(kind, "ok"));
        }
    }

    private static Set<String> glyphs(List<Mark> marks, String tone) {
        return marks.stream()
                .filter(mark -> mark.tone().equals(tone))
                .map(Mark::glyph)
                .collect(Collectors.toSet());
    }
}
