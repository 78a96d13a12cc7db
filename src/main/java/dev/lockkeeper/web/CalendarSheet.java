package dev.lockkeeper.web;

import dev.lockkeeper.run.RunDay;
import dev.lockkeeper.target.WindowUse;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The days of a calendar with what happens on each; pure. Days are those of UTC, which has no summer time. */
record CalendarSheet(List<Day> days) {

    /**
     * @param inside whether it belongs to the month that is shown
     * @param entries by time
     * @param more how many there was no room for
     * @param wrong how many of those for which there was no room have failed or are stuck
     */
    record Day(LocalDate date, boolean inside, boolean today, List<CalendarEntry> entries, long more, long wrong) {}

    public boolean empty() {
        return days.stream().allMatch(day -> day.entries().isEmpty());
    }

    /**
     * @param planned what is to come, windows too
     * @param happened by day
     * @param room entries of one day
     */
    static CalendarSheet of(
            CalendarSpan span, List<CalendarEntry> planned, List<RunDay> happened, int room, LocalDate today) {
        Map<LocalDate, List<CalendarEntry>> entries = new LinkedHashMap<>();
        Map<LocalDate, RunDay> runs = new LinkedHashMap<>();
        planned.forEach(entry -> on(entries, dayIn(span, entry)).add(entry));
        happened.forEach(day -> {
            runs.put(day.day(), day);
            day.some().forEach(run -> on(entries, day.day()).add(CalendarEntry.happened(run)));
        });
        return new CalendarSheet(span.days().stream()
                .map(day -> day(span, day, on(entries, day), runs.get(day), room, today))
                .toList());
    }

    /** What began before the first day and goes on is shown on that. */
    private static LocalDate dayIn(CalendarSpan span, CalendarEntry entry) {
        return entry.day().isBefore(span.first()) ? span.first() : entry.day();
    }

    private static List<CalendarEntry> on(Map<LocalDate, List<CalendarEntry>> entries, LocalDate day) {
        return entries.computeIfAbsent(day, none -> new ArrayList<>());
    }

    private static Day day(
            CalendarSpan span,
            LocalDate date,
            List<CalendarEntry> all,
            @Nullable RunDay runs,
            int room,
            LocalDate today) {
        List<CalendarEntry> shown = all.stream()
                .sorted(Comparator.comparing(CalendarEntry::kind).thenComparing(CalendarEntry::at))
                .limit(room)
                .sorted(Comparator.comparing(CalendarEntry::at).thenComparing(CalendarEntry::title))
                .toList();
        long untold = runs == null ? 0 : runs.count() - runs.some().size();
        return new Day(
                date,
                span.has(date),
                date.equals(today),
                shown,
                all.size() - shown.size() + untold,
                runs == null ? 0 : runs.wrong() - wrong(shown));
    }

    private static long wrong(List<CalendarEntry> shown) {
        return shown.stream()
                .filter(entry -> entry.kind() == CalendarEntry.Kind.WRONG)
                .count();
    }

    /** Every opening of the windows in that time. @param to after it */
    static List<CalendarEntry> openings(List<WindowUse> windows, Instant from, Instant to) {
        List<CalendarEntry> entries = new ArrayList<>();
        for (WindowUse use : windows) {
            use.window().between(from, to).forEach(opening -> entries.add(CalendarEntry.window(use, opening)));
        }
        return entries;
    }

    /** Only the opening of each window that is next, or that is open. */
    static List<CalendarEntry> nextOpenings(List<WindowUse> windows, Instant from, Instant to) {
        return windows.stream()
                .flatMap(use -> use.window().between(from, to).stream()
                        .limit(1)
                        .map(opening -> CalendarEntry.window(use, opening)))
                .toList();
    }
}
