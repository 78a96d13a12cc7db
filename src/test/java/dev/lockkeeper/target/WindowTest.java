package dev.lockkeeper.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.Failure;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WindowTest {

    /** 2026-11-20 is a Friday; Berlin is an hour ahead of UTC in winter. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "Mon-Fri 22:00-05:00 Europe/Berlin; 2026-11-20T20:59:59Z; 2026-11-20T21:00:00Z; 2026-11-21T04:00:00Z",
                "Mon-Fri 22:00-05:00 Europe/Berlin; 2026-11-21T03:59:59Z; 2026-11-20T21:00:00Z; 2026-11-21T04:00:00Z",
                "Mon-Fri 22:00-05:00 Europe/Berlin; 2026-11-21T04:00:00Z; 2026-11-23T21:00:00Z; 2026-11-24T04:00:00Z",
                "Sat,Sun 00:00-24:00 UTC; 2026-11-20T12:00:00Z; 2026-11-21T00:00:00Z; 2026-11-22T00:00:00Z",
                "Fri-Mon 10:00-11:00 UTC; 2026-11-23T11:00:00Z; 2026-11-27T10:00:00Z; 2026-11-27T11:00:00Z",
                "friday 08:00-09:00 UTC; 2026-11-20T09:00:00Z; 2026-11-27T08:00:00Z; 2026-11-27T09:00:00Z",
                "22:00-23:00 UTC; 2026-11-20T22:30:00Z; 2026-11-20T22:00:00Z; 2026-11-20T23:00:00Z",
                "00:00-00:00 UTC; 2026-11-20T22:30:00Z; 2026-11-20T00:00:00Z; 2026-11-21T00:00:00Z"
            })
    void opensAndClosesByLocalTime(String text, Instant moment, Instant from, Instant to) {
        assertThat(Window.parse(text).openAtOrAfter(moment)).isEqualTo(new Window.Opening(from, to));
    }

    /** On the night of 29 March 2026 Berlin has no time between 02:00 and 03:00. */
    @Test
    void movesWithSummerTime() {
        Window window = Window.parse("01:30-04:00 Europe/Berlin");
        assertThat(window.openAtOrAfter(Instant.parse("2026-03-29T00:00:00Z")))
                .isEqualTo(new Window.Opening(
                        Instant.parse("2026-03-29T00:30:00Z"), Instant.parse("2026-03-29T02:00:00Z")));
        Window lost = Window.parse("02:10-02:50 Europe/Berlin");
        assertThat(lost.openAtOrAfter(Instant.parse("2026-03-29T00:00:00Z")).from())
                .isEqualTo(Instant.parse("2026-03-29T01:10:00Z"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mon 10:00",
                "Mon-Fri 22:00-05:00",
                "Mon-Fri 22:00-05:00 Nowhere/At_All",
                "Mon-Fri 25:00-05:00 UTC",
                "Mon-Fri-Sun 22:00-05:00 UTC",
                "Someday 22:00-05:00 UTC",
                "Mon, 22:00-05:00 UTC",
                "",
                "always"
            })
    void whatIsNoWindowIsRefusedWithAnExample(String text) {
        assertThatThrownBy(() -> Window.parse(text))
                .isInstanceOfSatisfying(Failure.class, failure -> assertThat(failure.advice())
                        .contains("Mon-Fri 22:00-05:00 Europe/Berlin"));
    }
}
