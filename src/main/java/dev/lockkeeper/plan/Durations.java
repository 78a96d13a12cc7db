package dev.lockkeeper.plan;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as files, settings and the API write them: {@code 250ms}, {@code 5s}, {@code 10m}, {@code 48h}, {@code 7d},
 * or ISO 8601 ({@code PT48H}, {@code P7D}).
 *
 * <p>From zero to ten years, exact to the millisecond; a day has 24 hours. One number and one unit: {@code 1h30m} is
 * {@code 90m}.
 */
public final class Durations {

    /** More is a mistyped unit, and smaller than what the arithmetic of the store can hold. */
    public static final Duration LONGEST = Duration.ofDays(3650);

    private static final Pattern SHORT = Pattern.compile("([0-9]{1,15})(ms|s|m|h|d)");
    private static final Map<String, Long> MILLIS =
            Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L, "d", 86_400_000L);
    private static final String ADVICE =
            "Write a number with a unit, such as 250ms, 5s, 10m, 48h or 7d, or ISO 8601, such as PT48H.";

    private Durations() {}

    /**
     * Reads a duration.
     *
     * @throws Failure {@code invalid} when the text is no such duration, negative, finer than a millisecond or too long
     */
    public static Duration parse(String text) {
        Matcher matcher = SHORT.matcher(text);
        Duration duration = matcher.matches() ? ofShort(text, matcher) : ofIso(text);
        if (duration.isNegative() || duration.compareTo(LONGEST) > 0 || duration.toNanosPart() % 1_000_000 != 0) {
            throw Failure.invalid("'" + text + "' is not from 0 to 3650d in whole milliseconds.", ADVICE);
        }
        return duration;
    }

    /** The shortest text that {@link #parse} reads as the same duration: {@code 2d} for 48 hours, {@code 0s} for none. */
    public static String format(Duration duration) {
        long millis = duration.toMillis();
        if (millis == 0) {
            return "0s";
        }
        for (String unit : new String[] {"d", "h", "m", "s"}) {
            long size = MILLIS.getOrDefault(unit, 1L);
            if (millis % size == 0) {
                return millis / size + unit;
            }
        }
        return millis + "ms";
    }

    private static Duration ofShort(String text, Matcher matcher) {
        try {
            long size = MILLIS.getOrDefault(matcher.group(2), 1L);
            return Duration.ofMillis(Math.multiplyExact(Long.parseLong(matcher.group(1)), size));
        } catch (ArithmeticException e) {
            throw new Failure(Code.INVALID, "'" + text + "' is too long.", ADVICE, e);
        }
    }

    private static Duration ofIso(String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException e) {
            throw new Failure(Code.INVALID, "'" + text + "' is not a duration.", ADVICE, e);
        }
    }
}
