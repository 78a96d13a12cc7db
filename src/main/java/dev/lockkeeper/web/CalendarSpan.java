package dev.lockkeeper.web;

import dev.lockkeeper.Failure;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The days that a calendar shows: whole weeks of UTC, from Monday on. A month has those around it that fill its weeks.
 *
 * @param view {@code month} or {@code week}
 * @param date a day in it
 */
record CalendarSpan(View view, LocalDate date) {

    private static final int FIRST_YEAR = 1990;
    private static final int LAST_YEAR = 2199;

    enum View {
        MONTH,
        WEEK
    }

    /** @throws Failure {@code invalid} for what is no view or no day */
    static CalendarSpan of(@Nullable String view, @Nullable String date, LocalDate today) {
        View wanted =
                switch (view == null ? "month" : view) {
                    case "month" -> View.MONTH;
                    case "week" -> View.WEEK;
                    default -> throw Forms.unknown("view", String.valueOf(view));
                };
        return new CalendarSpan(wanted, date == null ? today : day(date));
    }

    private static LocalDate day(String text) {
        try {
            LocalDate day = LocalDate.parse(text);
            if (day.getYear() >= FIRST_YEAR && day.getYear() <= LAST_YEAR) {
                return day;
            }
        } catch (DateTimeParseException e) {
            // Said below.
        }
        throw Failure.invalid("'" + text + "' is not a day of a calendar.", "Write it as 2026-11-20.");
    }

    public LocalDate first() {
        LocalDate begin = view == View.MONTH ? date.withDayOfMonth(1) : date;
        return begin.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    }

    /** The day after the last. */
    LocalDate end() {
        LocalDate last = view == View.MONTH ? date.with(TemporalAdjusters.lastDayOfMonth()) : date;
        return last.with(TemporalAdjusters.next(DayOfWeek.MONDAY));
    }

    Instant from() {
        return first().atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    Instant to() {
        return end().atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    List<LocalDate> days() {
        return first().datesUntil(end()).toList();
    }

    /** Whether the day is of the month that is shown; in a week all are. */
    boolean has(LocalDate day) {
        return view == View.WEEK || (day.getMonth() == date.getMonth() && day.getYear() == date.getYear());
    }

    public LocalDate previous() {
        return view == View.MONTH ? date.withDayOfMonth(1).minusMonths(1) : date.minusWeeks(1);
    }

    public LocalDate next() {
        return view == View.MONTH ? date.withDayOfMonth(1).plusMonths(1) : date.plusWeeks(1);
    }
}
