package dev.lockkeeper.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.catalog.Revision;
import dev.lockkeeper.plan.Digest;
import dev.lockkeeper.plan.PlanReader;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RevisionDiffTest {
    private static final String FILE =
            """
            migration: some-diff
            title: %s
            engine: postgresql
            phases:
              - phase: expand
                steps:
            %s""";

    @Test
    void aLineThatWasReplacedStandsBesideTheNewOne() {
        RevisionDiff diff = RevisionDiff.of(revision("Old", 1), revision("New", 2), false);

        assertThat(diff.rows()).anySatisfy(row -> {
            assertThat(row.kind()).isEqualTo(RevisionDiff.Kind.CHANGED);
            assertThat(row.oldText()).isEqualTo("title: Old");
            assertThat(row.newText()).isEqualTo("title: New");
            assertThat(row.oldNumber()).isEqualTo(2);
        });
        assertThat(diff.added()).isEqualTo(1);
        assertThat(diff.rows().getLast().newNumber()).isEqualTo(8);
        assertThat(diff.rows().getLast().oldNumber()).isNull();
    }

    @Test
    void longStretchesWithoutAChangeAreTold() {
        RevisionDiff diff = RevisionDiff.of(revision("Old", 40), revision("Old", 41), false);

        assertThat(diff.rows().getFirst().skipped()).isEqualTo(43);
        assertThat(diff.rows()).hasSize(5);
        assertThat(RevisionDiff.of(revision("Old", 40), revision("Old", 41), true)
                        .rows())
                .hasSize(47)
                .noneMatch(row -> row.skipped() > 0);
    }

    @Test
    void equalTextsDifferInNothing() {
        RevisionDiff diff = RevisionDiff.of(revision("Old", 3), revision("Old", 3), false);

        assertThat(diff.changed() + diff.added() + diff.removed()).isZero();
    }

    @Test
    void twoNumbersAreReadFromALinkAndFromAForm() {
        assertThat(RevisionDiff.Range.read(List.of("2..3"))).isEqualTo(new RevisionDiff.Range(2, 3));
        assertThat(RevisionDiff.Range.read(List.of("3", "1"))).isEqualTo(new RevisionDiff.Range(3, 1));
        for (String wrong : List.of("2", "a..b", "2..", "1..99999999999")) {
            assertThatThrownBy(() -> RevisionDiff.Range.read(List.of(wrong))).hasMessageContaining("two revisions");
        }
    }

    private static Revision revision(String title, int waits) {
        String steps = IntStream.rangeClosed(1, waits)
                .mapToObj(i -> "      - wait: {for: " + i + "s}\n")
                .collect(Collectors.joining());
        String text = FILE.formatted(title, steps);
        return new Revision("some-diff", 1, text, Digest.of(text), PlanReader.read(text), 1, "ann", Instant.EPOCH);
    }
}
