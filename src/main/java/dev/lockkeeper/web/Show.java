package dev.lockkeeper.web;

import dev.lockkeeper.lint.LintFinding;
import dev.lockkeeper.target.Statement;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How values are written for people, as {@code ${show}} in every template. Unknown says unknown; nothing is made up. */
final class Show {
    static final Show VALUES = new Show();

    private static final String UNKNOWN = "unknown";
    private static final DateTimeFormatter UTC = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter UTC_CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Show() {}

    /** What a finding of lint means, as every state is shown. */
    public Mark mark(LintFinding finding) {
        return Mark.of(finding);
    }

    /** {@code 31,204,118}. */
    public String count(@Nullable Number number) {
        return number == null ? UNKNOWN : String.format(locale(), "%,d", number.longValue());
    }

    /** {@code 3 rows}, {@code 1 row}. */
    public String count(@Nullable Number number, String one) {
        long many = number == null ? 0 : number.longValue();
        String english = count(number) + " " + one + (many == 1 ? "" : "s");
        // The number comes twice: as it is written, and for a language to choose the form of the word by.
        return Words.orElse(english, "show." + one.replace(' ', '-'), count(number), many);
    }

    /** Per second, without a fraction from 10 on. */
    public String rate(@Nullable Double perSecond) {
        if (perSecond == null) {
            return UNKNOWN;
        }
        return perSecond < 10 && perSecond > 0 ? decimal(perSecond, "0.#") : count(Math.round(perSecond));
    }

    /** {@code 38 ms}, {@code 4.2 s}, {@code 2 m 10 s}, {@code 1 h 5 m}, {@code 3 d 4 h}; a dash when there is none. */
    public String millis(@Nullable Number millis) {
        return millis == null ? "–" : duration(Duration.ofMillis(millis.longValue()));
    }

    /** {@code 0.2 s}; unknown where it is not known. */
    public String seconds(@Nullable Double seconds) {
        return seconds == null ? UNKNOWN : decimal(seconds, "0.#") + " s";
    }

    public String duration(@Nullable Duration duration) {
        if (duration == null) {
            return UNKNOWN;
        }
        long seconds = duration.toSeconds();
        if (duration.toMillis() < 1000) {
            return duration.toMillis() + " ms";
        }
        if (seconds < 10) {
            return decimal(duration.toMillis() / 1000.0, "0.#") + " s";
        }
        return seconds < 60 ? seconds + " s" : longDuration(duration);
    }

    private static String longDuration(Duration duration) {
        if (duration.toMinutes() < 60) {
            return two(duration.toMinutes(), "m", duration.toSecondsPart(), "s");
        }
        return duration.toHours() < 24
                ? two(duration.toHours(), "h", duration.toMinutesPart(), "m")
                : two(duration.toDays(), "d", duration.toHoursPart(), "h");
    }

    private static String two(long large, String unit, long small, String smallUnit) {
        return large + " " + unit + (small == 0 ? "" : " " + small + " " + smallUnit);
    }

    /** From one moment to another, or to now while it lasts; a dash before it began. */
    public String between(@Nullable Instant from, @Nullable Instant to) {
        if (from == null) {
            return "–";
        }
        Duration passed = Duration.between(from, to == null ? Instant.now() : to);
        // The clock of another server may be a little ahead.
        return duration(passed.isNegative() ? Duration.ZERO : passed);
    }

    /** The time left as a range, {@code measuring} before it is known. */
    public String eta(@Nullable Long lowSeconds, @Nullable Long highSeconds) {
        if (lowSeconds == null || highSeconds == null) {
            return "measuring";
        }
        if (highSeconds < 90) {
            return range(lowSeconds, highSeconds, "s");
        }
        return highSeconds < 2 * 3600
                ? range(Math.round(lowSeconds / 60.0), Math.round(highSeconds / 60.0), "min")
                : range(Math.round(lowSeconds / 3600.0), Math.round(highSeconds / 3600.0), "h");
    }

    private static String range(long low, long high, String unit) {
        return (low == high ? String.valueOf(low) : low + "–" + high) + " " + unit;
    }

    /** {@code 62.4 %}, never 100 before all of it is done; null when the whole is unknown. */
    public @Nullable String percent(long done, @Nullable Long total) {
        if (total == null || total <= 0) {
            return null;
        }
        double share = Math.min(done * 100.0 / total, done < total ? 99.9 : 100);
        return decimal(Math.floor(share * 10) / 10, "0.#") + " %";
    }

    /** {@code 2.1 GB}; decimal prefixes. */
    public String bytes(@Nullable Long bytes) {
        if (bytes == null) {
            return UNKNOWN;
        }
        double value = bytes;
        int unit = 0;
        List<String> units = List.of("B", "KiB", "MiB", "GiB", "TiB", "PiB");
        while (value >= 1024 && unit < units.size() - 1) {
            value /= 1024;
            unit++;
        }
        return decimal(value, value < 10 && unit > 0 ? "0.#" : "0") + " " + units.get(unit);
    }

    /** A key as the target's text; a whole number gets its thousands apart. */
    public String key(String key) {
        return key.matches("-?\\d{4,18}") ? count(Long.parseLong(key)) : key;
    }

    /** {@code a41f…09c2}: enough to compare by eye; the whole is in the title. */
    public String digest(@Nullable String digest) {
        if (digest == null) {
            return UNKNOWN;
        }
        return digest.length() < 12 ? digest : digest.substring(0, 4) + "…" + digest.substring(digest.length() - 4);
    }

    /** The beginning of what somebody wrote. */
    public String shortened(String text) {
        return text.length() <= 200 ? text : text.substring(0, 200) + "…";
    }

    /** {@code 2026-11-20 12:41:07 UTC}: what stands there without script. */
    public String utc(@Nullable Instant at) {
        return at == null ? UNKNOWN : UTC.format(at);
    }

    /** The time of day in UTC. */
    public String clock(@Nullable Instant at) {
        return at == null ? UNKNOWN : UTC_CLOCK.format(at);
    }

    /** {@code 12:41}: the time of day in UTC, to the minute. */
    public String minute(@Nullable Instant at) {
        return at == null ? UNKNOWN : UTC_CLOCK.format(at).substring(0, "12:41".length());
    }

    /** {@code Mon}. */
    public String weekday(LocalDate day) {
        return DateTimeFormatter.ofPattern("EEE", locale()).format(day);
    }

    /** {@code 30}, and at the beginning of a month {@code 1 Dec}. */
    public String dayOfMonth(LocalDate day) {
        return DateTimeFormatter.ofPattern(day.getDayOfMonth() == 1 ? "d MMM" : "d", locale())
                .format(day);
    }

    /** {@code 30 Nov 2026}. */
    public String day(LocalDate day) {
        return DateTimeFormatter.ofPattern("d MMM yyyy", locale()).format(day);
    }

    /** {@code November 2026}. */
    public String month(LocalDate day) {
        return DateTimeFormatter.ofPattern("LLLL yyyy", locale()).format(day);
    }

    /** A statement in parts to colour. */
    public List<SqlText.Part> sql(String statement) {
        return SqlText.parts(statement);
    }

    /** How a statement is run, in words. */
    public String lock(Statement statement) {
        return LockWords.of(statement);
    }

    /** An SVG percentage with at most two digits behind the point. */
    public String share(double fraction) {
        return decimal(fraction * 100, "0.##", Locale.ROOT) + "%";
    }

    private static String decimal(double value, String pattern) {
        return decimal(value, pattern, locale());
    }

    private static String decimal(double value, String pattern, Locale locale) {
        return new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(locale)).format(value);
    }

    /** Of the request, or of those for whom a live fragment is rendered; English where nobody reads. */
    private static Locale locale() {
        return Words.locale();
    }
}
