package dev.lockkeeper.web;

import dev.lockkeeper.target.Window;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The next seven days with the hours in which launches are allowed.
 *
 * @param zone in whose days it is drawn: that of the windows when they have one in common, else UTC
 * @param now where the present moment is, as a share of the strip
 * @param lines a window with its next opening; empty when launches are allowed always
 */
record WindowStrip(ZoneId zone, List<Day> days, List<Bar> bars, String now, List<Line> lines) {
    private static final int DAYS = 7;
    private static final int NOON = 12;

    WindowStrip {
        days = List.copyOf(days);
        bars = List.copyOf(bars);
        lines = List.copyOf(lines);
    }

    /** A share of the strip's width as SVG writes it, and what stands there. */
    record Day(String name, String at, String middle) {}

    record Bar(String at, String width) {}

    /** @param open whether it is open now */
    record Line(Window window, boolean open, Window.Opening next) {}

    static WindowStrip of(List<Window> windows, Instant now, Locale locale) {
        ZoneId zone = zone(windows);
        ZonedDateTime first = now.atZone(zone).truncatedTo(ChronoUnit.DAYS);
        Scale scale = new Scale(first.toInstant(), first.plusDays(DAYS).toInstant());
        List<Day> days = new ArrayList<>();
        for (int i = 0; i < DAYS; i++) {
            ZonedDateTime day = first.plusDays(i);
            String name = day.format(DateTimeFormatter.ofPattern("EEE d", locale));
            Instant noon = day.plusHours(NOON).toInstant();
            days.add(new Day(name, scale.at(day.toInstant()), scale.at(noon)));
        }
        List<Bar> bars = new ArrayList<>();
        windows.forEach(window -> bars.addAll(bars(window, scale)));
        List<Line> lines = windows.stream().map(window -> line(window, now)).toList();
        return new WindowStrip(zone, days, bars, scale.at(now), lines);
    }

    private static ZoneId zone(List<Window> windows) {
        List<ZoneId> zones = windows.stream().map(Window::zone).distinct().toList();
        return zones.size() == 1 ? zones.getFirst() : ZoneOffset.UTC;
    }

    private static Line line(Window window, Instant now) {
        Window.Opening next = window.openAtOrAfter(now);
        return new Line(window, next.contains(now), next);
    }

    private static List<Bar> bars(Window window, Scale scale) {
        List<Bar> bars = new ArrayList<>();
        Instant from = scale.from();
        while (from.isBefore(scale.to())) {
            Window.Opening opening = window.openAtOrAfter(from);
            if (!opening.from().isBefore(scale.to())) {
                break;
            }
            bars.add(scale.bar(opening));
            from = opening.to();
        }
        return bars;
    }

    /** Whether launches are allowed now. */
    public boolean open() {
        return lines.isEmpty() || lines.stream().anyMatch(Line::open);
    }

    /** The opening that comes first; null when launches are allowed now. */
    public @Nullable Instant opensAt() {
        return open()
                ? null
                : lines.stream()
                        .map(line -> line.next().from())
                        .min(Instant::compareTo)
                        .orElse(null);
    }

    /** The days of a window in the reader's words: {@code Mon, Tue, Wed}. */
    public String days(Window window, Locale locale) {
        return window.days().size() == DAYS
                ? ""
                : String.join(
                        ", ",
                        window.days().stream()
                                .sorted()
                                .map((DayOfWeek day) -> day.getDisplayName(TextStyle.SHORT, locale))
                                .toList());
    }

    private record Scale(Instant from, Instant to) {
        String at(Instant moment) {
            return Show.VALUES.share(share(moment));
        }

        Bar bar(Window.Opening opening) {
            double begin = share(opening.from());
            return new Bar(Show.VALUES.share(begin), Show.VALUES.share(share(opening.to()) - begin));
        }

        private double share(Instant moment) {
            double whole = Duration.between(from, to).toMillis();
            return Math.clamp(Duration.between(from, moment).toMillis() / whole, 0, 1);
        }
    }
}
