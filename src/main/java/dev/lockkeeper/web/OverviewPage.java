package dev.lockkeeper.web;

import dev.lockkeeper.run.RunLine;
import dev.lockkeeper.run.RunSearch;
import dev.lockkeeper.run.RunState;
import dev.lockkeeper.run.Runs;
import dev.lockkeeper.security.CurrentPerson;
import dev.lockkeeper.security.Person;
import dev.lockkeeper.security.Role;
import dev.lockkeeper.target.TargetLine;
import dev.lockkeeper.target.TargetLists;
import dev.lockkeeper.target.TargetSearch;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/**
 * What runs now, what waits for the reader, what went wrong, what is planned this week, and the targets at a glance. Each a few lines and
 * a link to all of it, so that it is as fast with a hundred thousand runs as with ten.
 */
@Controller
class OverviewPage {
    private static final int FEW = 10;
    private static final int RECENT = 6;
    private static final int PLANNED = 8;
    private static final Duration WEEK = Duration.ofDays(7);
    private static final Runs.Place EVERYWHERE = new Runs.Place(null, null, null);
    private static final List<RunState> WRONG = List.of(RunState.FAILED, RunState.STUCK);

    private final Runs runs;
    private final WaitsForYou waits;
    private final Planned planned;
    private final TargetLists targets;
    private final CurrentPerson current;
    private final Clock clock;

    OverviewPage(
            Runs runs, WaitsForYou waits, Planned planned, TargetLists targets, CurrentPerson current, Clock clock) {
        this.runs = runs;
        this.waits = waits;
        this.planned = planned;
        this.targets = targets;
        this.current = current;
        this.clock = clock;
    }

    /** One transaction for its dozen questions, which would be one each. */
    @GetMapping("/")
    @Transactional(readOnly = true)
    public String show(Model model) {
        Person person = current.get();
        Map<RunState, Long> active = runs.active(person);
        List<RunLine> wrong = few(WRONG, person);
        List<RunLine> running = few(states(state -> state.active() && !WRONG.contains(state)), person);
        List<WaitsForYou.Line> waiting = waits.of(person);
        model.addAttribute("waiting", waiting.stream().limit(FEW).toList());
        model.addAttribute("waitingCount", waiting.size());
        model.addAttribute("running", running.stream().map(RunRow::of).toList());
        model.addAttribute("runningCount", count(active, false));
        model.addAttribute("wrong", wrong.stream().map(RunRow::of).toList());
        model.addAttribute("wrongCount", count(active, true));
        model.addAttribute("recent", recent(person));
        model.addAttribute("planned", planned(person));
        model.addAttribute("glances", TargetListPage.rows(glances(wrong, running, person), runs, person));
        model.addAttribute("targetCount", targets.count(person));
        model.addAttribute("mayRegister", person.mayAnywhere(Role.ADMIN));
        model.addAttribute("mayWrite", person.mayAnywhere(Role.AUTHOR));
        return "pages/overview";
    }

    private static List<RunState> states(Predicate<RunState> which) {
        return Arrays.stream(RunState.values()).filter(which).toList();
    }

    private static long count(Map<RunState, Long> active, boolean wrong) {
        return active.entrySet().stream()
                .filter(each -> WRONG.contains(each.getKey()) == wrong)
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    private List<RunLine> few(List<RunState> states, Person person) {
        return runs.search(RunSearch.in(states), FEW, null, person).items();
    }

    private List<RunRow> recent(Person person) {
        return runs.search(RunSearch.in(states(RunState::ended)), RECENT, null, person).items().stream()
                .map(RunRow::of)
                .toList();
    }

    private List<CalendarEntry> planned(Person person) {
        Instant now = clock.instant();
        Instant end = now.plus(WEEK);
        List<CalendarEntry> entries = new ArrayList<>(planned.between(now, end, EVERYWHERE, person));
        entries.sort(Comparator.comparing(CalendarEntry::at));
        List<CalendarEntry> windows =
                new ArrayList<>(CalendarSheet.nextOpenings(targets.windows(null, null, null, person), now, end));
        windows.sort(Comparator.comparing(CalendarEntry::at));
        return Stream.concat(entries.stream(), windows.stream())
                .limit(PLANNED)
                .sorted(Comparator.comparing(CalendarEntry::at))
                .toList();
    }

    /** Those on which something goes wrong or goes on come first; the others fill what room is left. */
    private List<TargetLine> glances(List<RunLine> wrong, List<RunLine> running, Person person) {
        List<String> busy = Stream.concat(wrong.stream(), running.stream())
                .map(RunLine::target)
                .distinct()
                .limit(FEW)
                .toList();
        List<TargetLine> first = busy.isEmpty() ? List.of() : targets.of(busy, person);
        TargetSearch all = new TargetSearch(null, null, null, null, null, TargetSearch.Order.NAME);
        Stream<TargetLine> others = first.size() >= FEW
                ? Stream.of()
                : targets.search(all, 2 * FEW, null, person).items().stream()
                        .filter(target -> !busy.contains(target.name()));
        return Stream.concat(
                        first.stream().sorted(Comparator.comparingInt(target -> busy.indexOf(target.name()))), others)
                .limit(FEW)
                .toList();
    }
}
