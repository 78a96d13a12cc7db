package dev.lockkeeper.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ShowTest {
    private final Show show = Show.VALUES;

    @Test
    void countsHaveThousandsApart() {
        assertThat(show.count(31_204_118L)).isEqualTo("31,204,118");
        assertThat(show.count(1, "row")).isEqualTo("1 row");
        assertThat(show.count(2000, "row")).isEqualTo("2,000 rows");
    }

    @Test
    void theUnknownSaysSo() {
        assertThat(show.count(null)).isEqualTo("unknown");
        assertThat(show.eta(null, null)).isEqualTo("measuring");
        assertThat(show.utc(null)).isEqualTo("unknown");
        assertThat(show.percent(5, null)).isNull();
        assertThat(show.percent(5, 0L)).isNull();
        assertThat(show.bytes(null)).isEqualTo("unknown");
    }

    @Test
    void sizesAreInTheUnitsOfFilesAndPolicies() {
        assertThat(show.bytes(512L)).isEqualTo("512 B");
        assertThat(show.bytes(356_237_312L)).isEqualTo("340 MiB");
        assertThat(show.bytes(10L << 30)).isEqualTo("10 GiB");
    }

    @Test
    void durationsHaveTwoUnitsAtMost() {
        assertThat(show.duration(Duration.ofMillis(38))).isEqualTo("38 ms");
        assertThat(show.duration(Duration.ofMillis(4200))).isEqualTo("4.2 s");
        assertThat(show.duration(Duration.ofSeconds(59))).isEqualTo("59 s");
        assertThat(show.duration(Duration.ofSeconds(130))).isEqualTo("2 m 10 s");
        assertThat(show.duration(Duration.ofMinutes(65))).isEqualTo("1 h 5 m");
        assertThat(show.duration(Duration.ofHours(48))).isEqualTo("2 d");
    }

    @Test
    void theTimeLeftIsARange() {
        assertThat(show.eta(20L, 45L)).isEqualTo("20–45 s");
        assertThat(show.eta(430L, 530L)).isEqualTo("7–9 min");
        assertThat(show.eta(9000L, 9000L)).isEqualTo("3 h");
    }

    @Test
    void ahundredPercentIsOnlySaidOfAllOfIt() {
        assertThat(show.percent(999_999, 1_000_000L)).isEqualTo("99.9 %");
        assertThat(show.percent(1_000_000, 1_000_000L)).isEqualTo("100 %");
        assertThat(show.percent(1_000_500, 1_000_000L)).isEqualTo("100 %");
        assertThat(show.percent(62_49, 100_00L)).isEqualTo("62.4 %");
    }

    @Test
    void keysThatAreNumbersAreReadEasily() {
        assertThat(show.key("61882400")).isEqualTo("61,882,400");
        assertThat(show.key("a1b2")).isEqualTo("a1b2");
    }
}
