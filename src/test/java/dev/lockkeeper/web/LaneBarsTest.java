package dev.lockkeeper.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lockkeeper.run.BackfillProgress.LaneProgress;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class LaneBarsTest {
    private static final Offset<Double> HAIR = within(0.0001);

    @Test
    void numbersAreDrawnToScale() {
        List<LaneBars.Bar> bars =
                LaneBars.of(List.of(lane(0, null, "250", "125", false), lane(1, "250", "1000", "1000", true)));

        assertThat(bars.get(0).width()).isCloseTo(0.25, HAIR);
        assertThat(bars.get(0).filled()).isCloseTo(0.125, HAIR);
        assertThat(bars.get(1).from()).isCloseTo(0.25, HAIR);
        assertThat(bars.get(1).filled()).isCloseTo(0.75, HAIR);
    }

    @Test
    void otherKeysGetEqualPartsAndNoMadeUpPlace() {
        List<LaneBars.Bar> bars =
                LaneBars.of(List.of(lane(0, null, "mm", "cc", false), lane(1, "mm", "zz", null, true)));

        assertThat(bars.get(0).width()).isCloseTo(0.5, HAIR);
        assertThat(bars.get(0).filled()).isNull();
        assertThat(bars.get(0).tone()).isEqualTo("unknown");
        assertThat(bars.get(1).filled()).isCloseTo(0.5, HAIR);
    }

    @Test
    void aCursorBeyondItsLaneFillsIt() {
        assertThat(LaneBars.of(List.of(lane(0, "0", "100", "250", false)))
                        .getFirst()
                        .filled())
                .isCloseTo(1, HAIR);
    }

    @Test
    void oneRowIsOneLane() {
        assertThat(LaneBars.of(List.of(lane(0, "7", "7", "7", true)))).hasSize(1);
        assertThat(LaneBars.of(List.of())).isEmpty();
    }

    private static LaneProgress lane(int number, String lo, String hi, String cursor, boolean done) {
        return new LaneProgress(number, lo, hi, cursor, 10, 1, done, "node-1");
    }
}
