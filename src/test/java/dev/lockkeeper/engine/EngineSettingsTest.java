package dev.lockkeeper.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class EngineSettingsTest {

    private static EngineSettings settings(Duration lockBudget, int runs, Duration takeover) {
        return new EngineSettings(
                lockBudget,
                Duration.ofMinutes(10),
                Duration.ofMinutes(1),
                1000,
                runs,
                Duration.ofSeconds(1),
                Duration.ofSeconds(10),
                takeover);
    }

    @Test
    void theDeadAreFoundWithinTheTakeover() {
        Duration takeover = Duration.ofSeconds(12);
        Duration heartbeat = settings(Duration.ofSeconds(1), 20, takeover).heartbeat();
        // All heartbeats missed, and the look for the dead, every second heartbeat, just over.
        assertThat(heartbeat.multipliedBy(EngineSettings.MISSED_HEARTBEATS + 2)).isLessThan(takeover);
    }

    @Test
    void everySettingOutOfRangeIsNamedAtOnce() {
        Failure failure =
                catchThrowableOfType(Failure.class, () -> settings(Duration.ofMinutes(5), 0, Duration.ofSeconds(1)));
        assertThat(failure.code()).isEqualTo(Code.WRONG_SETTINGS);
        assertThat(failure.message())
                .contains("lock-budget is 5m, and must be from 50ms to 1m")
                .contains("takeover is 1s, and must be from 2s to 5m")
                .contains("runs is 0");
    }
}
