package dev.lockkeeper.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

    private static final long LONGEST = 3650L * 86_400_000;

    @ParameterizedTest
    @CsvSource({
        "0s, 0, 0s",
        "250ms, 250, 250ms",
        "1000ms, 1000, 1s",
        "5s, 5000, 5s",
        "90s, 90000, 90s",
        "10m, 600000, 10m",
        "48h, 172800000, 2d",
        "7d, 604800000, 7d",
        "PT48H, 172800000, 2d",
        "P7D, 604800000, 7d",
        "PT0.25S, 250, 250ms"
    })
    void areReadAndWritten(String text, long millis, String shortest) {
        assertThat(Durations.parse(text)).isEqualTo(Duration.ofMillis(millis));
        assertThat(Durations.format(Duration.ofMillis(millis))).isEqualTo(shortest);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "5",
                "s",
                "5 s",
                "5S",
                "-5s",
                "+5s",
                "1.5h",
                "1h30m",
                "5w",
                "٥s",
                "3651d",
                "999999999999999d",
                "9999999999999999999ms",
                "PT-1S",
                "-PT1S",
                "PT0.0001S",
                "P1Y",
                "P99999999999999999999D"
            })
    void refuseWhatIsNoDuration(String text) {
        assertThatThrownBy(() -> Durations.parse(text))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo(Code.INVALID));
    }

    @Property
    void areReadAsTheyWereWritten(@ForAll @LongRange(min = 0, max = LONGEST) long millis) {
        Duration duration = Duration.ofMillis(millis);
        assertThat(Durations.parse(Durations.format(duration))).isEqualTo(duration);
        assertThat(Durations.parse(duration.toString())).isEqualTo(duration);
    }
}
