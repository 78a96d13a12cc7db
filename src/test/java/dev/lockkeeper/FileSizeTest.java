package dev.lockkeeper;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A file that one has to scroll for long has two ideas in it. */
class FileSizeTest {

    private static final int LONGEST = 400;

    @Test
    void noFileOfTheProgramHasMoreThan400Lines() throws IOException {
        List<Path> files = files();

        assertThat(files).isNotEmpty();
        assertThat(files.stream().filter(file -> lines(file) > LONGEST)).isEmpty();
        System.out.println("Files of the program: " + files.size() + ", median lines: " + median(files));
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(Path.of("src/main/java"))) {
            return all.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    private static long median(List<Path> files) {
        return files.stream()
                .map(FileSizeTest::lines)
                .sorted()
                .skip(files.size() / 2)
                .findFirst()
                .orElseThrow();
    }

    private static long lines(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
