package dev.lockkeeper.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.plan.Step.ChunkSize;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ChunkSizingTest {

    private final ChunkSizing sizing = new ChunkSizing(new ChunkSize(Duration.ofMillis(250), 10, 100_000, 16L << 20));

    @Test
    void startsAtAThousandRows() {
        assertThat(sizing.rows()).isEqualTo(1000);
    }

    @Test
    void growsByHalfAtMost() {
        sizing.took(1000, 1, 0);
        assertThat(sizing.rows()).isEqualTo(1500);
    }

    @Test
    void settlesWhereAChunkTakesItsTime() {
        for (int i = 0; i < 40; i++) {
            sizing.took(sizing.rows(), sizing.rows() / 20, 0); // 20 rows a millisecond
        }
        assertThat(sizing.rows()).isBetween(4900, 5100);
    }

    @Test
    void cutsToATenthWhenFiveTimesOver() {
        sizing.took(1000, 1251, 0);
        assertThat(sizing.rows()).isEqualTo(100);
    }

    @Test
    void staysUnderTheByteBudget() {
        sizing.took(1000, 10, 32L << 20);
        assertThat(sizing.rows()).isEqualTo(500);
    }

    @Test
    void halvesDownToOneRowAndThenSaysSo() {
        int halvings = 0;
        while (sizing.halve()) {
            halvings++;
        }
        assertThat(sizing.rows()).isEqualTo(1);
        assertThat(halvings).isEqualTo(9);
    }

    @Test
    void isAsLargeAsBeforeOnceARowThatWasInTheWayIsBehind() {
        for (int i = 0; i < 20; i++) {
            sizing.took(sizing.rows(), sizing.rows() / 20, 0);
        }
        int usual = sizing.rows();
        for (int i = 0; i < 20; i++) {
            sizing.halve();
            sizing.halve();
            sizing.took(sizing.rows(), 40, 0); // A few rows take as long as many.
        }
        sizing.recover();
        assertThat(sizing.rows()).isEqualTo(usual);
        sizing.took(usual, usual / 20, 0);
        assertThat(sizing.rows()).isBetween(usual * 9 / 10, usual * 3 / 2);
    }

    @Property
    void neverLeavesItsLimitsNorGrowsTooFast(
            @ForAll @Size(min = 1, max = 60) List<@IntRange(min = 0, max = 5000) Integer> millis,
            @ForAll @LongRange(min = 0, max = 1L << 28) long wal) {
        ChunkSizing one = new ChunkSizing(new ChunkSize(Duration.ofMillis(250), 10, 100_000, 16L << 20));
        for (int took : millis) {
            int before = one.rows();
            one.took(before, took, wal);
            assertThat(one.rows()).isBetween(10, 100_000).isLessThanOrEqualTo((int) Math.max(10, before * 1.5));
        }
    }
}
