package dev.lockkeeper.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.chain.Chain;
import dev.lockkeeper.chain.ExportCheck;
import dev.lockkeeper.chain.ExportLine;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ExportCheckTest {

    private final List<AuditRecord> chain = SomeExports.chain(120);
    private final List<String> lines = SomeExports.lines(chain);

    private static ExportCheck.Result check(ExportCheck check, byte[] export) throws IOException {
        return check.over(new ByteArrayInputStream(export));
    }

    private static ExportCheck.Result check(List<String> lines) throws IOException {
        return check(new ExportCheck(false), bytes(lines));
    }

    private static byte[] bytes(List<String> lines) {
        return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void anUntouchedExportIsWhole() throws IOException {
        assertThat(check(lines))
                .isEqualTo(new ExportCheck.Result(120, 1, 120, chain.getLast().hash(), null, null));
    }

    @Test
    void aLineIsTheJsonThatEverybodyReads() {
        for (int i = 0; i < chain.size(); i++) {
            JsonNode read = JsonMapper.shared().readTree(lines.get(i));
            assertThat(read.path("actor").asString())
                    .isEqualTo(chain.get(i).actor().name());
            assertThat(read.path("reason").asString(null))
                    .isEqualTo(chain.get(i).reason());
            assertThat(ExportLine.read(lines.get(i))).isEqualTo(chain.get(i).link());
        }
    }

    /** Whatever bit it is: nothing that was written can be read in a second way. */
    @Test
    void aChangeOfAnySingleByteIsFoundAtItsRecord() throws IOException {
        Random random = new Random(20261120);
        for (int round = 0; round < 3_000; round++) {
            int record = random.nextInt(lines.size());
            byte[] export = bytes(lines);
            int from = bytes(lines.subList(0, record)).length - (record == 0 ? 1 : 0);
            byte[] line = lines.get(record).getBytes(StandardCharsets.UTF_8);
            int place = from + random.nextInt(line.length);
            byte old = export[place];
            export[place] = (byte) (old ^ 1 << random.nextInt(8));
            ExportCheck.Result found = check(new ExportCheck(false), export);
            assertThat(found.firstBad())
                    .as(
                            "round %d: byte %d of record %d from %d to %d: %s",
                            round, place - from, record + 1, old, export[place], found)
                    .isEqualTo(record + 1);
        }
    }

    @Test
    void whatIsDeletedInsertedOrReorderedIsFound() throws IOException {
        List<String> deleted = new ArrayList<>(lines);
        deleted.remove(50);
        assertThat(check(deleted).firstBad()).isEqualTo(51);

        List<String> swapped = new ArrayList<>(lines);
        swapped.set(10, lines.get(11));
        swapped.set(11, lines.get(10));
        assertThat(check(swapped).firstBad()).isEqualTo(11);

        List<String> twice = new ArrayList<>(lines);
        twice.add(30, lines.get(29));
        assertThat(check(twice).problem()).isEqualTo("it is out of order");
        assertThat(check(lines.subList(1, 120)).firstBad()).isEqualTo(1);
    }

    @Test
    void aPartHasGapsButNoFaults() throws IOException {
        List<String> part = List.of(lines.get(3), lines.get(4), lines.get(60));
        assertThat(check(new ExportCheck(true), bytes(part)).ok()).isTrue();
        assertThat(check(new ExportCheck(true), bytes(part)).records()).isEqualTo(3);
        String edited = lines.get(4).replace("run.launch", "run.lunch!");
        assertThat(check(new ExportCheck(true), bytes(List.of(lines.get(3), edited, lines.get(60))))
                        .firstBad())
                .isEqualTo(5);
        assertThat(check(new ExportCheck(true), bytes(List.of(lines.get(60), lines.get(3))))
                        .ok())
                .isFalse();
    }

    /** Somebody with all rights writes a chain anew that is whole in itself. Only what was kept outside tells. */
    @Test
    void aChainThatWasMadeAnewOrRolledBackWithItsHeadIsFoundByItsAnchor() throws IOException {
        String anchor = Anchors.line(
                new Head(100, chain.get(99).hash(), null), chain.get(99).at());
        ExportCheck check = new ExportCheck(false).anchored(List.of(anchor, ""));
        assertThat(check(check, bytes(lines)).ok()).isTrue();

        ExportCheck.Result rolledBack =
                check(new ExportCheck(false).anchored(List.of(anchor)), bytes(lines.subList(0, 90)));
        assertThat(rolledBack.firstBad()).isEqualTo(91);
        assertThat(rolledBack.problem()).contains("100 was anchored");

        List<String> anew = SomeExports.lines(SomeExports.chain(50));
        List<String> other = new ArrayList<>(anew);
        AuditRecord last = SomeExports.chain(50).getLast();
        AuditRecord forged = new AuditRecord(
                50, last.at(), last.actor(), "run.cancel", last.subject(), null, null, null, last.previous(), "");
        other.set(
                49,
                ExportLine.of(
                        SomeExports.withHash(forged, Chain.hash(forged.link())).link()));
        String at50 = Anchors.line(new Head(50, last.hash(), null), last.at());
        assertThat(check(new ExportCheck(false), bytes(other)).ok()).isTrue();
        assertThat(check(new ExportCheck(false).anchored(List.of(at50)), bytes(other))
                        .firstBad())
                .isEqualTo(50);
    }

    @Test
    void whatIsNoAnchorIsRefused() {
        assertThatThrownBy(() -> new ExportCheck(false).anchored(List.of("{\"seq\":1}")))
                .isInstanceOf(IllegalArgumentException.class);
        String one = "{\"seq\":1,\"hash\":\"" + "a".repeat(64) + "\"}";
        assertThatThrownBy(() -> new ExportCheck(false).anchored(List.of(one, one.replace("aaa", "bbb"))))
                .hasMessageContaining("two hashes");
    }
}
