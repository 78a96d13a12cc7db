package dev.lockkeeper.target;

import dev.lockkeeper.Failure;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When launches are allowed: {@code Mon-Fri 22:00-05:00 Europe/Berlin}. The days are those on which it opens; one that closes no later
 * than it opens goes on into the next day. Local times, so that it moves with summer time as people do.
 *
 * @param text as it was written
 */
public record Window(String text, Set<DayOfWeek> days, LocalTime from, LocalTime to, ZoneId zone) {

    private static final Pattern FORM =
            Pattern.compile("(?:([A-Za-z]+(?:[-,][A-Za-z]+)*) +)?(\\d{2}:\\d{2})-(\\d{2}:\\d{2}) +([A-Za-z0-9_+/:-]+)");
    private static final String ADVICE =
            "Write days, times and a zone, such as 'Mon-Fri 22:00-05:00 Europe/Berlin'; without days it is every day.";
    private static final int LONGEST = 100;
    private static final int WEEK = 7;

    public Window {
        days = Set.copyOf(days);
    }

    /** @throws Failure {@code invalid} for another form, an unknown day or an unknown zone */
    public static Window parse(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (text.length() > LONGEST || !form.matches()) {
            throw Failure.invalid("'" + text + "' is no window.", ADVICE);
        }
        try {
            return new Window(
                    text.strip(),
                    form.group(1) == null ? EnumSet.allOf(DayOfWeek.class) : days(form.group(1)),
                    LocalTime.parse(form.group(2)),
                    "24:00".equals(form.group(3)) ? LocalTime.MIDNIGHT : LocalTime.parse(form.group(3)),
                    ZoneId.of(form.group(4)));
        } catch (DateTimeException e) {
            throw Failure.invalid("'" + text + "' is no window: " + e.getMessage() + ".", ADVICE);
        }
    }

    private static Set<DayOfWeek> days(String text) {
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (String part : text.split(",", -1)) {
            String[] ends = part.split("-", -1);
            if (ends.length > 2) {
                throw new DateTimeException("'" + part + "' is no range of days");
            }
            DayOfWeek last = day(ends[ends.length - 1]);
            for (DayOfWeek day = day(ends[0]); ; day = day.plus(1)) {
                days.add(day);
                if (day == last) {
                    break;
                }
            }
        }
        return days;
    }

    private static DayOfWeek day(String text) {
        String name = text.toUpperCase(Locale.ROOT);
        for (DayOfWeek day : DayOfWeek.values()) {
            if (day.name().equals(name) || day.name().substring(0, 3).equals(name)) {
                return day;
            }
        }
        throw new DateTimeException("'" + text + "' is no day");
    }

    /** One opening, with its end. @param to after it */
    public record Opening(Instant from, Instant to) {
        public boolean contains(Instant moment) {
            return !moment.isBefore(from) && moment.isBefore(to);
        }
    }

    /** The opening that the moment is in, or else the next one. */
    public Opening openAtOrAfter(Instant moment) {
        LocalDate day = moment.atZone(zone).toLocalDate().minusDays(1);
        for (int i = 0; i <= WEEK + 1; i++) {
            Opening opening = on(day.plusDays(i));
            if (days.contains(day.plusDays(i).getDayOfWeek())
                    && opening.to().isAfter(moment)
                    && opening.to().isAfter(opening.from())) {
                return opening;
            }
        }
        throw new IllegalStateException("a week without an opening of " + text);
    }

    /** Those that begin in the time given or go on into it, in order. @param to after it */
    public List<Opening> between(Instant from, Instant to) {
        List<Opening> openings = new ArrayList<>();
        Instant next = from;
        while (next.isBefore(to)) {
            Opening opening = openAtOrAfter(next);
            if (!opening.from().isBefore(to)) {
                break;
            }
            openings.add(opening);
            next = opening.to();
        }
        return openings;
    }

    private Opening on(LocalDate day) {
        LocalDate end = to.isAfter(from) ? day : day.plusDays(1);
        return new Opening(
                ZonedDateTime.of(day, from, zone).toInstant(),
                ZonedDateTime.of(end, to, zone).toInstant());
    }

    /** Those of a target, in order. */
    public static List<Window> of(Target target) {
        List<Window> windows = new ArrayList<>();
        target.windows().forEach(text -> windows.add(parse(text)));
        return windows;
    }
}
