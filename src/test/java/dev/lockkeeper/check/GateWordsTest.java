package dev.lockkeeper.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.plan.Gate;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class GateWordsTest {

    @Test
    void anOpenGateFollowsByItself() {
        assertThat(GateWords.of(Gate.OPEN, false)).isEqualTo("follows the phase before it by itself");
    }

    @Test
    void theFirstPhaseBeginsWithTheLaunch() {
        assertThat(GateWords.of(Gate.OPEN, true)).isEqualTo("begins with the launch");
    }

    @Test
    void everythingThatAGateAsksForIsSaid() {
        Gate gate = new Gate(
                Gate.Launch.MANUAL,
                Duration.ofHours(49),
                Gate.Approval.REQUIRED,
                List.of("5.2 is out", "Report moved"));

        assertThat(GateWords.of(gate, false))
                .isEqualTo(
                        "opened by a person, needs an approval of its own, not before 2 d 1 h after the phase before it,"
                                + " to be confirmed: 5.2 is out; Report moved");
    }

    @Test
    void durationsAreAsExactAsTheyWere() {
        assertThat(GateWords.inWords(Duration.ofMillis(250))).isEqualTo("250 ms");
        assertThat(GateWords.inWords(Duration.ofSeconds(5400))).isEqualTo("1 h 30 min");
        assertThat(GateWords.inWords(Duration.ZERO)).isEqualTo("0 s");
    }
}
