package dev.lockkeeper.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LineDiffTest {

    @Test
    void showsWhatWasTakenAndWhatWasGiven() {
        assertThat(words("a\nb\nc\n", "a\nx\nc\nd\n")).isEqualTo(" a|-b|+x| c|+d");
    }

    @Test
    void equalTextsDifferInNothing() {
        assertThat(words("a\nb\n", "a\nb\n")).isEqualTo(" a| b");
    }

    @Property(tries = 200)
    void bothTextsCanBeReadFromIt(
            @ForAll @Size(max = 12) List<Boolean> before, @ForAll @Size(max = 12) List<Boolean> after) {
        String old = text(before);
        String now = text(after);
        assertThat(LineDiff.of(old, now).stream()
                        .filter(line -> !line.sign().equals("+"))
                        .map(LineDiff.Line::text))
                .isEqualTo(old.lines().toList());
        assertThat(LineDiff.of(old, now).stream()
                        .filter(line -> !line.sign().equals("-"))
                        .map(LineDiff.Line::text))
                .isEqualTo(now.lines().toList());
    }

    private static String text(List<Boolean> lines) {
        return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
    }

    private static String words(String before, String after) {
        return LineDiff.of(before, after).stream()
                .map(line -> line.sign() + line.text())
                .collect(Collectors.joining("|"));
    }
}
