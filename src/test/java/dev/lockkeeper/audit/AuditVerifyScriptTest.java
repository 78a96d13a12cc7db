package dev.lockkeeper.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.chain.ExportCheck;
import dev.lockkeeper.chain.ExportLine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The verifier that needs a shell, awk and sha256sum. */
class AuditVerifyScriptTest {

    @TempDir
    Path directory;

    private final List<AuditRecord> chain = SomeExports.chain(60);

    private record Ended(int status, String output) {}

    private Ended verify(List<String> lines, String... options) throws Exception {
        return verify(bytes(lines), options);
    }

    private static byte[] bytes(List<String> lines) {
        return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private Ended verify(byte[] export, String... options) throws Exception {
        Path file = Files.write(directory.resolve("export.ndjson"), export);
        List<String> command = new ArrayList<>(List.of("sh", "bin/audit-verify"));
        command.addAll(List.of(options));
        command.add(file.toString());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), output);
    }

    @Test
    void anUntouchedExportIsWhole() throws Exception {
        Ended ended = verify(SomeExports.lines(chain));
        assertThat(ended.output())
                .isEqualTo("60 records, none changed; the last is 60 with the hash "
                        + chain.getLast().hash() + "\n");
        assertThat(ended.status()).isZero();
    }

    @Test
    void aChangeInAnyFieldIsFoundAtItsRecord() throws Exception {
        String line = ExportLine.of(chain.get(30).link());
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        for (String name : ExportLine.NAMES) {
            int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("\"" + name + "\":") + name.length() + 3;
            byte[] edited = bytes.clone();
            edited[at + (bytes[at] == '"' ? 1 : 0)] ^= 1;
            List<byte[]> parts = List.of(
                    bytes(SomeExports.lines(chain.subList(0, 30))),
                    edited,
                    "\n".getBytes(StandardCharsets.UTF_8),
                    bytes(SomeExports.lines(chain.subList(31, 60))));
            Ended ended = verify(joined(parts));
            assertThat(ended.output()).as(name).startsWith("Record 31 was changed:");
            assertThat(ended.status()).isEqualTo(1);
        }
    }

    private static byte[] joined(List<byte[]> parts) throws IOException {
        var all = new java.io.ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.write(part);
        }
        return all.toByteArray();
    }

    @Test
    void itFindsWhatTheCommandLineFinds() throws Exception {
        byte[] export = bytes(SomeExports.lines(SomeExports.chain(12)));
        java.util.Random random = new java.util.Random(4);
        for (int round = 0; round < 60; round++) {
            byte[] edited = export.clone();
            edited[random.nextInt(export.length - 1)] ^= (byte) (1 << random.nextInt(7));
            ExportCheck.Result found = new ExportCheck(false).over(new java.io.ByteArrayInputStream(edited));
            assertThat(verify(edited).output())
                    .as("%s", found)
                    .startsWith("Record " + found.firstBad() + " was changed:");
        }
    }

    @Test
    void whatIsMissingOrTwiceIsFound() throws Exception {
        List<String> lines = SomeExports.lines(chain);
        List<String> deleted = new ArrayList<>(lines);
        deleted.remove(20);
        assertThat(verify(deleted).output()).startsWith("Record 21 was changed: it is missing");
        List<String> twice = new ArrayList<>(lines);
        twice.add(20, lines.get(19));
        assertThat(verify(twice).status()).isEqualTo(1);
        assertThat(verify(List.of(lines.get(2), lines.get(9)), "--part").status())
                .isZero();
        assertThat(verify(List.of(lines.get(2), lines.get(9))).output())
                .startsWith("Record 1 was changed: it is missing");
    }

    @Test
    void theChainMustGoThroughWhatWasAnchored() throws Exception {
        Path anchors = Files.writeString(
                directory.resolve("anchors"),
                Anchors.line(
                                new Head(20, chain.get(19).hash(), null),
                                chain.get(19).at()) + "\n"
                        + Anchors.line(
                                new Head(55, chain.get(54).hash(), null),
                                chain.get(54).at()) + "\n");
        List<String> lines = SomeExports.lines(chain);
        assertThat(verify(lines, "--anchor", anchors.toString()).status()).isZero();
        assertThat(verify(lines.subList(0, 50), "--anchor", anchors.toString()).output())
                .startsWith("Record 51 was changed: the chain ends here, but record 55 was anchored");
        Files.writeString(
                anchors,
                Anchors.line(new Head(20, "a".repeat(64), null), chain.get(19).at()));
        assertThat(verify(lines, "--anchor", anchors.toString()).output())
                .startsWith("Record 20 was changed: it is not the one that was anchored");
    }

    @ParameterizedTest
    @ValueSource(ints = {999, 1_000, 1_001, 10_000})
    void longExportsAreVerifiedInSomeSeconds(int records) throws Exception {
        long began = System.nanoTime();
        List<AuditRecord> longer = SomeExports.chain(records);
        assertThat(verify(SomeExports.lines(longer)).output()).startsWith(records + " records, none changed");
        assertThat((System.nanoTime() - began) / 1_000_000_000).isLessThan(30);
    }

    /** awk takes such a name for a variable: another export on standard input would be found good in its place. */
    @Test
    void aNameWithAnEqualsSignIsAFile() throws Exception {
        List<String> lines = new ArrayList<>(SomeExports.lines(chain));
        lines.remove(3);
        Files.write(directory.resolve("part=1.ndjson"), bytes(lines));
        Path good = Files.write(directory.resolve("good.ndjson"), bytes(SomeExports.lines(chain)));
        Process process = new ProcessBuilder(
                        "sh", Path.of("bin/audit-verify").toAbsolutePath().toString(), "part=1.ndjson")
                .directory(directory.toFile())
                .redirectInput(good.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isOne();
        assertThat(output).contains("Record 4 was changed");
    }

    @Test
    void wrongUsageIsToldApart() throws Exception {
        assertThat(verify(SomeExports.lines(chain), "--nonsense").status()).isEqualTo(2);
        assertThat(verify(SomeExports.lines(chain), "--anchor", "/nowhere/at/all")
                        .status())
                .isEqualTo(2);
    }
}
