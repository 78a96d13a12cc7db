package dev.lockkeeper.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LockRetryTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void pausesGrowAndAreSpreadByHalf() {
        LockRetry retry = new LockRetry(START, Duration.ofHours(1), new Random(7));
        for (long full : new long[] {1000, 2000, 4000, 8000, 16_000, 30_000, 30_000}) {
            assertThat(retry.failed(START).orElseThrow())
                    .isBetween(Duration.ofMillis(full / 2), Duration.ofMillis(full));
        }
        assertThat(retry.attempts()).isEqualTo(7);
    }

    @Test
    void givesUpWhenThePatienceIsUsedUp() {
        LockRetry retry = new LockRetry(START, Duration.ofSeconds(10), new Random(7));
        assertThat(retry.failed(START)).isPresent();
        assertThat(retry.failed(START.plusSeconds(10))).isEqualTo(Optional.empty());
    }
}
