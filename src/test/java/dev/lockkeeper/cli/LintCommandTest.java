package dev.lockkeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.testing.LockkeeperTest;
import dev.lockkeeper.testing.People;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@LockkeeperTest
class LintCommandTest {

    private static final String INDEX = "create index users_email_idx on users (email)";
    private static final String RULE = "require-concurrent-index-creation";

    @Autowired
    private People people;

    @TempDir
    private Path folder;

    @BeforeEach
    void viewer() {
        System.setProperty("LOCKKEEPER_URL", people.viewer().server());
        System.setProperty("LOCKKEEPER_TOKEN", people.viewer().token());
    }

    @AfterEach
    void nobody() {
        System.clearProperty("LOCKKEEPER_URL");
        System.clearProperty("LOCKKEEPER_TOKEN");
    }

    private record Said(int code, String out, String err) {
        Said expect(int expected) {
            assertThat(code).as(out + err).isEqualTo(expected);
            return this;
        }

        List<String> findings() {
            return out.lines().filter(line -> !line.startsWith(" ")).toList();
        }
    }

    private static Said run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commands = Cli.commands(settings -> {
            throw new AssertionError("no server is wanted here");
        });
        commands.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return new Said(commands.execute(args), out.toString(), err.toString());
    }

    private String file(String name, String text) throws IOException {
        return file(name, text, StandardCharsets.UTF_8);
    }

    private String file(String name, String text, Charset charset) throws IOException {
        return Files.writeString(folder.resolve(name), text, charset).toString();
    }

    @Test
    void findingsAreLinesThatEditorsUnderstand() throws IOException {
        String sql = file("a.sql", "select 1;\n" + INDEX + ";\n");

        Said said = run("lint", sql, "--engine", "postgresql").expect(1);

        assertThat(said.findings()).anyMatch(line -> line.startsWith(sql + ":2:1: blocking " + RULE + ": "));
        assertThat(said.out()).contains("    safer:\n").doesNotContain("    plan:");
        assertThat(run("lint", sql, "--engine", "postgresql", "--plan")
                        .expect(1)
                        .out())
                .contains("    plan:\n", "      migration: ");
    }

    @Test
    void severalFilesAreLookedAtAndOneBlockingFindingIsEnough() throws IOException {
        String clean = file("a.sql", "select 1");
        String bad = file("b.sql", INDEX);

        assertThat(run("lint", clean, bad, "--engine", "postgresql").expect(1).findings())
                .anyMatch(line -> line.startsWith(bad + ":1:1: blocking"))
                .noneMatch(line -> line.startsWith(clean));
        assertThat(run("lint", clean, "--engine", "postgresql").expect(0).out()).isEmpty();
    }

    @Test
    void adviceAndSuppressedFindingsEndWithZero() throws IOException {
        String allowed = file("a.sql", "-- lockkeeper: allow " + RULE + " because it is empty\n" + INDEX);
        String advice = file("b.sql", "-- lockkeeper: allow " + RULE + " because it is empty\nselect 1");

        assertThat(run("lint", allowed, "--engine", "postgresql", "--version", "16")
                        .out())
                .contains(":2:1: suppressed " + RULE + ": ", "(allowed because it is empty)");
        assertThat(run("lint", advice, "--engine", "postgresql").expect(0).findings())
                .hasSize(1)
                .first()
                .asString()
                .contains("advisory unused-suppression");
    }

    @Test
    void migrationFilesNameTheirEngineAndTheirErrorsAreLinesToo() throws IOException {
        String good = file(
                "a.yaml",
                "migration: lint-cli\nengine: postgresql\nphases:\n  - phase: expand\n    steps:\n      - sql: {up: '"
                        + INDEX + "', irreversible: x}\n");
        String wrong = file("b.yml", "migration: lint-cli\nengine: oracle\nphases: []\n");

        Said said = run("lint", good, wrong).expect(1);

        assertThat(said.findings())
                .anyMatch(line -> line.startsWith(good + ":6:20: blocking " + RULE))
                .anyMatch(line -> line.startsWith(wrong + ":2:9: blocking unreadable-file: "))
                .anyMatch(line -> line.startsWith(wrong + ":3:9: blocking unreadable-file: "));
    }

    @Test
    void anotherEncodingIsToldAndNotGuessed() throws IOException {
        String latin = file("a.sql", "select 1;\nselect 'é'", StandardCharsets.ISO_8859_1);
        String wide = file("b.sql", INDEX, StandardCharsets.UTF_16);
        String marked = file("c.sql", "\uFEFF" + INDEX);

        List<String> found = run("lint", latin, wide, marked, "--engine", "postgresql")
                .expect(1)
                .findings();

        assertThat(found)
                .contains(latin
                        + ":2:9: blocking unreadable-file: the file is not UTF-8 (byte E9); save it in that encoding."
                        + " Nothing of it was looked at.");
        assertThat(found).anyMatch(line -> line.startsWith(wide + ":1:1: blocking unreadable-file: "));
        assertThat(found).anyMatch(line -> line.startsWith(marked + ":1:1: blocking " + RULE));
    }

    @Test
    void jsonHasAllFilesInOneAnswer() throws IOException {
        String one = file("a.sql", INDEX);
        String other = file("b.sql", INDEX);

        JsonNode answer = JsonMapper.shared()
                .readTree(run("lint", one, other, "--engine", "postgresql", "--json")
                        .expect(1)
                        .out());

        assertThat(answer.path("findings").valueStream().map(each -> each.path("file")
                        .asString()))
                .contains(one, other);
        assertThat(answer.at("/findings/0/rule").asString()).isNotBlank();
    }

    @Test
    void wrongUsageIsToldBeforeAnythingIsAsked() throws IOException {
        String sql = file("a.sql", INDEX);

        assertThat(run("lint").expect(2).err()).contains("FILE");
        assertThat(run("lint", sql).expect(2).err()).contains("--engine or --target");
        assertThat(run("lint", folder.toString()).expect(2).err()).contains("directory");
        assertThat(run("lint", folder.resolve("none.sql").toString()).expect(2).err())
                .contains("no file");
        assertThat(run("lint", file("a.txt", "x")).expect(2).err()).contains("neither");
        assertThat(run("lint", sql, "--engine", "oracle").expect(2).err()).contains("'engine' is postgresql or mysql");
        assertThat(run("lint", sql, "--target", "nowhere").expect(1).err()).contains("nowhere");
        assertThat(run("lint", "--help").expect(0).out()).contains("Exit codes: 0 nothing blocking");
    }

    @Test
    void submitPrintsFindingsToo() throws IOException {
        System.setProperty("LOCKKEEPER_TOKEN", people.author().token());
        String file = file(
                "a.yaml",
                "migration: lint-submitted\nengine: postgresql\nphases:\n  - phase: expand\n    steps:\n      - sql:\n          up: |\n            "
                        + INDEX + "\n          irreversible: x\n");

        assertThat(run("submit", file).expect(0).out())
                .contains("lint-submitted revision 1 is submitted", file + ":8:13: blocking " + RULE + ": ");
    }
}
