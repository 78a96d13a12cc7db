package dev.lockkeeper.web;

import dev.lockkeeper.run.RunDay;
import dev.lockkeeper.run.Runs;
import dev.lockkeeper.security.CurrentPerson;
import dev.lockkeeper.security.Person;
import dev.lockkeeper.target.TargetLists;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What was, what is planned, and when launches are allowed: by months and weeks. */
@Controller
class CalendarPage {
    private static final int ROOM_OF_MONTH = 5;
    private static final int ROOM_OF_WEEK = 24;
    private static final Set<String> KNOWN = Set.of("view", "date", "environment", "team", "target");

    private final Runs runs;
    private final Planned planned;
    private final TargetLists targets;
    private final ListChoices choices;
    private final CurrentPerson current;
    private final Clock clock;

    CalendarPage(
            Runs runs, Planned planned, TargetLists targets, ListChoices choices, CurrentPerson current, Clock clock) {
        this.runs = runs;
        this.planned = planned;
        this.targets = targets;
        this.choices = choices;
        this.current = current;
        this.clock = clock;
    }

    @GetMapping("/calendar")
    String show(@RequestParam Map<String, String> asked, Model model) {
        Person person = current.get();
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        ListAddress list = ListAddress.of("/calendar", "", KNOWN, asked);
        CalendarSpan span = CalendarSpan.of(list.get("view"), list.get("date"), today);
        model.addAttribute("list", list);
        model.addAttribute("span", span);
        model.addAttribute("month", span.view() == CalendarSpan.View.MONTH);
        model.addAttribute("last", span.end().minusDays(1));
        model.addAttribute("sheet", sheet(span, list, today, person));
        model.addAttribute("choices", choices.ofTargets(person));
        return "pages/calendar";
    }

    private CalendarSheet sheet(CalendarSpan span, ListAddress list, LocalDate today, Person person) {
        Runs.Place place = new Runs.Place(list.get("environment"), list.get("team"), list.get("target"));
        int room = span.view() == CalendarSpan.View.MONTH ? ROOM_OF_MONTH : ROOM_OF_WEEK;
        List<RunDay> happened = runs.happened(span.from(), span.to(), room, place, person);
        List<CalendarEntry> entries = new ArrayList<>(planned.between(span.from(), span.to(), place, person));
        entries.addAll(CalendarSheet.openings(
                targets.windows(place.environment(), place.team(), place.target(), person), span.from(), span.to()));
        return CalendarSheet.of(span, entries, happened, room, today);
    }
}
