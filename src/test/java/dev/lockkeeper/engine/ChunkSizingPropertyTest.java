package dev.lockkeeper.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.plan.Step.ChunkSize;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

/** The rules of sizing, for any limits and any times: case 16 of {@code docs/conformance.md}. */
class ChunkSizingPropertyTest {

    @Property
    void growsByHalfAtMostAndStaysWithinAnyLimits(
            @ForAll("limits") ChunkSize limits,
            @ForAll @Size(min = 1, max = 60) List<@IntRange(min = 0, max = 20_000) Integer> millis,
            @ForAll @LongRange(min = 0, max = 1L << 34) long wal) {
        ChunkSizing sizing = new ChunkSizing(limits);
        for (int took : millis) {
            int before = sizing.rows();
            sizing.took(before, took, wal);
            assertThat(sizing.rows()).isBetween(limits.min(), limits.max()).isLessThanOrEqualTo((int)
                    Math.max(limits.min(), before * 1.5));
        }
    }

    @Property
    void aChunkFiveTimesOverIsCutToATenthAtOnce(@ForAll @IntRange(min = 1, max = 30) int calmChunks) {
        ChunkSizing sizing = new ChunkSizing(new ChunkSize(Duration.ofMillis(100), 10, 100_000, 1L << 40));
        for (int i = 0; i < calmChunks; i++) {
            sizing.took(sizing.rows(), 20, 0);
        }
        int before = sizing.rows();
        sizing.took(before, 501, 0);
        assertThat(sizing.rows()).isEqualTo(Math.max(10, before / 10));
        sizing.took(sizing.rows(), 20, 0);
        assertThat(sizing.rows())
                .as("slow chunks of before do not hold it down, nor let it jump back")
                .isLessThanOrEqualTo((int) (Math.max(10, before / 10) * 1.5));
    }

    @Property
    void atItsFloorAnEndlessFloodOfSlowChunksKeepsItThere(
            @ForAll @IntRange(min = 1, max = 5000) int min, @ForAll @IntRange(min = 1, max = 200) int chunks) {
        ChunkSizing sizing = new ChunkSizing(new ChunkSize(Duration.ofMillis(50), min, 1_000_000, 16L << 20));
        for (int i = 0; i < chunks; i++) {
            sizing.took(sizing.rows(), 5000, 0);
            assertThat(sizing.rows()).isGreaterThanOrEqualTo(min);
        }
        assertThat(chunks < 6 || sizing.rows() == min).isTrue();
    }

    @Property
    void settlesWhereAChunkTakesItsTime(@ForAll @IntRange(min = 1, max = 5000) int microsPerRow) {
        double millisPerRow = microsPerRow / 1000.0;
        ChunkSizing sizing = new ChunkSizing(new ChunkSize(Duration.ofMillis(250), 10, 1_000_000, 1L << 50));
        for (int i = 0; i < 60; i++) {
            sizing.took(sizing.rows(), (long) Math.ceil(sizing.rows() * millisPerRow), 0);
        }
        assertThat(sizing.rows() * millisPerRow).isBetween(200.0, 260.0);
    }

    @Property
    void settlesUnderItsByteBudget(@ForAll @IntRange(min = 200, max = 200_000) int bytesPerRow) {
        long budget = 16L << 20;
        ChunkSizing sizing = new ChunkSizing(new ChunkSize(Duration.ofMillis(250), 10, 1_000_000, budget));
        for (int i = 0; i < 60; i++) {
            sizing.took(sizing.rows(), 1, (long) sizing.rows() * bytesPerRow);
        }
        assertThat((long) sizing.rows() * bytesPerRow).isBetween(budget * 9 / 10, budget);
    }

    @Property
    void halvesDownToOneRowInAsManyStepsAsTheSizeHasBits(@ForAll @IntRange(min = 1, max = 100_000) int min) {
        ChunkSizing sizing = new ChunkSizing(new ChunkSize(Duration.ofMillis(250), min, 100_000, 16L << 20));
        int rows = sizing.rows();
        int halvings = 0;
        while (sizing.halve()) {
            halvings++;
            assertThat(sizing.rows()).isPositive().isLessThan(rows);
            rows = sizing.rows();
        }
        assertThat(rows).isOne();
        assertThat(halvings).isLessThanOrEqualTo(17);
    }

    @Provide
    Arbitrary<ChunkSize> limits() {
        return Combinators.combine(
                        Arbitraries.integers().between(1, 5000),
                        Arbitraries.integers().between(1, 300),
                        Arbitraries.integers().between(1, 60_000),
                        Arbitraries.longs().between(1024, 1L << 32))
                .as((min, times, millis, bytes) -> new ChunkSize(Duration.ofMillis(millis), min, min * times, bytes));
    }
}
