package dev.lockkeeper.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.plan.Step.Throttle;
import dev.lockkeeper.target.Load;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class VerdictTest {

    private static final Throttle LIMITS = new Throttle(Duration.ofSeconds(5), 40, Duration.ofMinutes(10));

    @Test
    void goesWhileEverythingIsWithinItsLimit() {
        assertThat(Verdict.of(LIMITS, new Load(Duration.ofSeconds(5), 40, Duration.ofMinutes(10), 0)))
                .isEqualTo(Verdict.GO);
    }

    @Test
    void namesTheSignalWithValueAndLimit() {
        assertThat(Verdict.of(LIMITS, new Load(Duration.ofMillis(8200), 1, null, 0))
                        .reason())
                .isEqualTo("replica lag 8.2 s, limit 5.0 s");
        assertThat(Verdict.of(LIMITS, new Load(null, 41, null, 0)).reason()).isEqualTo("41 active sessions, limit 40");
        assertThat(Verdict.of(LIMITS, new Load(null, 1, Duration.ofSeconds(601), 0))
                        .reason())
                .isEqualTo("longest transaction 601 s, limit 600 s");
    }

    @Test
    void stopsForThoseWhoWaitForUsWhateverTheFileSays() {
        assertThat(Verdict.of(Throttle.NONE, new Load(null, 1, null, 2)).go()).isFalse();
    }

    @Test
    void heedsNoLimitThatTheFileDoesNotSet() {
        assertThat(Verdict.of(Throttle.NONE, new Load(Duration.ofDays(1), 1000, Duration.ofDays(1), 0)))
                .isEqualTo(Verdict.GO);
    }
}
