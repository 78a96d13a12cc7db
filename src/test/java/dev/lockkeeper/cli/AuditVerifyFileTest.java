package dev.lockkeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.chain.Chain;
import dev.lockkeeper.chain.ExportLine;
import dev.lockkeeper.chain.Link;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code lockkeeper audit verify FILE}: no server answers, and none is asked. */
class AuditVerifyFileTest {

    @TempDir
    Path directory;

    private record Said(int status, String out) {}

    private static Said say(String... words) {
        StringWriter out = new StringWriter();
        CommandLine commands = Cli.commands(args -> {
            throw new IllegalStateException("a server was started");
        });
        commands.setOut(new PrintWriter(out)).setErr(new PrintWriter(out));
        int status = commands.execute(words);
        return new Said(status, out.toString());
    }

    private static List<String> lines(int records) {
        List<String> lines = new ArrayList<>();
        String previous = Chain.START;
        for (int i = 1; i <= records; i++) {
            Link open = link(i, previous, "");
            previous = Chain.hash(open);
            lines.add(ExportLine.of(link(i, open.previous(), previous)));
        }
        return lines;
    }

    private static Link link(int seq, String previous, String hash) {
        Instant at = Instant.parse("2026-11-20T12:00:00.123456Z");
        return new Link(
                seq, at, "user", 7L, "ann", null, "::1", "run.pause", "run:1", null, "{}", "grün\n", previous, hash);
    }

    @Test
    void aWholeExportEndsWithZeroAndItsHead() throws IOException {
        Path file = Files.write(directory.resolve("export"), lines(20));
        Said said = say("audit", "verify", file.toString());
        assertThat(said.status()).isZero();
        assertThat(said.out()).contains("20 records, none changed; the last is 20");
    }

    @Test
    void anEditedOneEndsWithOneAndNamesTheRecord() throws IOException {
        List<String> lines = lines(20);
        lines.set(11, lines.get(11).replace("run.pause", "run.cause"));
        Path file = Files.write(directory.resolve("export"), lines);
        Said said = say("audit", "verify", file.toString());
        assertThat(said.status()).isEqualTo(1);
        assertThat(said.out()).contains("Record 12 was changed");
    }

    @Test
    void anchorsAreComparedAndPartsAreForFiles() throws IOException {
        List<String> lines = lines(20);
        Path file = Files.write(directory.resolve("export"), lines.subList(0, 10));
        String hash = lines.get(14).replaceAll(".*\"hash\":\"([0-9a-f]+)\"}$", "$1");
        Path anchors = Files.writeString(directory.resolve("anchors"), "{\"seq\":15,\"hash\":\"" + hash + "\"}\n");
        assertThat(say("audit", "verify", "--anchor", anchors.toString(), file.toString())
                        .out())
                .contains("Record 11 was changed", "record 15 was anchored");
        assertThat(say("audit", "verify", "--part").status()).isEqualTo(2);
        Files.writeString(anchors, "nonsense");
        assertThat(say("audit", "verify", "--anchor", anchors.toString(), file.toString())
                        .status())
                .isEqualTo(2);
    }
}
