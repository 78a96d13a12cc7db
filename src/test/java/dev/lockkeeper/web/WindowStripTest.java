package dev.lockkeeper.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.target.Window;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class WindowStripTest {
    /** A Sunday; Berlin is an hour ahead. */
    private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");

    private static WindowStrip strip(String... windows) {
        return WindowStrip.of(List.of(windows).stream().map(Window::parse).toList(), NOON, Locale.ENGLISH);
    }

    @Test
    void daysAndHoursAreThoseOfTheWindowsZone() {
        WindowStrip strip = strip("Mon 00:00-12:00 Europe/Berlin");

        assertThat(strip.zone()).isEqualTo(ZoneId.of("Europe/Berlin"));
        assertThat(strip.days())
                .hasSize(7)
                .first()
                .extracting(WindowStrip.Day::name)
                .isEqualTo("Sun 29");
        assertThat(strip.bars()).containsExactly(new WindowStrip.Bar("14.29%", "7.14%"));
        assertThat(strip.now()).isEqualTo("7.74%");
    }

    @Test
    void oneThatGoesPastMidnightIsDrawnFromTheDayBefore() {
        WindowStrip strip = strip("22:00-05:00 UTC");

        assertThat(strip.bars()).hasSize(8);
        assertThat(strip.bars().getFirst().at()).isEqualTo("0%");
        assertThat(strip.opensAt()).isEqualTo(Instant.parse("2026-11-29T22:00:00Z"));
    }

    @Test
    void itIsOpenWhenAnyOfThemIs() {
        WindowStrip strip = strip("Mon 10:00-11:00 UTC", "Sun 11:00-13:00 Europe/Lisbon");

        assertThat(strip.zone()).isEqualTo(ZoneOffset.UTC);
        assertThat(strip.open()).isTrue();
        assertThat(strip.opensAt()).isNull();
        assertThat(strip.lines()).extracting(WindowStrip.Line::open).containsExactly(false, true);
    }

    @Test
    void withoutWindowsLaunchesAreAlwaysAllowed() {
        assertThat(strip().open()).isTrue();
        assertThat(strip().bars()).isEmpty();
    }

    @Test
    void dayNamesAreTheReadersAndEveryDayIsNotListed() {
        WindowStrip strip = strip("Tue,Mon 10:00-11:00 UTC", "10:00-11:00 UTC");

        assertThat(strip.days(strip.lines().getFirst().window(), Locale.GERMAN)).isEqualTo("Mo., Di.");
        assertThat(strip.days(strip.lines().getLast().window(), Locale.GERMAN)).isEmpty();
    }
}
