package dev.lockkeeper.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class RateTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private final Rate rate = new Rate();

    @Test
    void saysNothingBeforeItHasMeasuredForFiveSeconds() {
        for (int second = 0; second < 5; second++) {
            rate.sample(START.plusSeconds(second), second * 1000L);
        }
        assertThat(rate.eta(10_000)).isEmpty();
    }

    @Test
    void givesTheTimeLeftAsARangeAroundTheTruth() {
        for (int second = 0; second <= 10; second++) {
            rate.sample(START.plusSeconds(second), second * 1000L);
        }
        assertThat(rate.now()).isEqualTo(1000);
        Rate.Eta eta = rate.eta(100_000).orElseThrow();
        assertThat(eta.low()).isLessThan(100);
        assertThat(eta.high()).isGreaterThan(100).isLessThan(120);
    }

    @Test
    void hasNoTimeLeftToTellWhenNothingMoves() {
        for (int second = 0; second <= 40; second++) {
            rate.sample(START.plusSeconds(second), 5000);
        }
        assertThat(rate.now()).isZero();
        assertThat(rate.eta(100)).isEmpty();
    }
}
