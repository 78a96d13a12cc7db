package dev.lockkeeper.web;

import dev.lockkeeper.Failure;
import dev.lockkeeper.Paged;
import dev.lockkeeper.run.RunLine;
import dev.lockkeeper.run.RunSearch;
import dev.lockkeeper.run.RunSearch.Order;
import dev.lockkeeper.run.RunState;
import dev.lockkeeper.run.Runs;
import dev.lockkeeper.security.CurrentPerson;
import dev.lockkeeper.security.Person;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The list of runs. */
@Controller
class RunListPage {
    private static final int PAGE = 50;

    /** Those for more than one state come first. */
    private static final List<ListOption> STATES = Stream.concat(
                    Stream.of("active", "wrong", "ended"),
                    Arrays.stream(RunState.values()).map(RunState::wire))
            .map(each -> new ListOption(each, "runs.state." + each))
            .toList();

    private static final Set<String> FILTERS =
            Set.of("query", "migration", "target", "state", "environment", "team", "engine", "from", "to");

    private final Runs runs;
    private final ListChoices choices;
    private final CurrentPerson current;

    RunListPage(Runs runs, ListChoices choices, CurrentPerson current) {
        this.runs = runs;
        this.choices = choices;
        this.current = current;
    }

    @GetMapping("/runs")
    String list(@RequestParam Map<String, String> asked, Model model) {
        Person person = current.get();
        ListAddress list = ListAddress.of("/runs", "-run", FILTERS, asked);
        Paged<RunLine> page = runs.search(search(list), PAGE, list.after(), person);
        model.addAttribute("list", list);
        model.addAttribute("choices", choices.ofTargets(person));
        model.addAttribute("states", STATES);
        model.addAttribute("rows", page.items().stream().map(RunRow::of).toList());
        model.addAttribute("after", page.after());
        return "pages/runs";
    }

    private static RunSearch search(ListAddress list) {
        LocalDate to = day("to", list.get("to"));
        return new RunSearch(
                list.get("query"),
                list.get("migration"),
                list.get("target"),
                states(list.get("state")),
                list.get("environment"),
                list.get("team"),
                list.get("engine"),
                start(day("from", list.get("from"))),
                start(to == null ? null : to.plusDays(1)),
                order(list.sort()));
    }

    private static List<RunState> states(@Nullable String state) {
        if (state == null) {
            return List.of();
        }
        List<RunState> all = List.of(RunState.values());
        return switch (state) {
            case "active" -> all.stream().filter(RunState::active).toList();
            case "ended" -> all.stream().filter(RunState::ended).toList();
            case "wrong" -> List.of(RunState.FAILED, RunState.STUCK);
            default ->
                List.of(all.stream()
                        .filter(each -> each.wire().equals(state))
                        .findFirst()
                        .orElseThrow(() -> Forms.unknown("state", state)));
        };
    }

    private static @Nullable LocalDate day(String name, @Nullable String text) {
        try {
            return text == null ? null : LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            throw Failure.invalid("'" + text + "' is not a day for '" + name + "'.", "Write it as 2026-11-20.");
        }
    }

    private static @Nullable Instant start(@Nullable LocalDate day) {
        return day == null ? null : day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private static Order order(String sort) {
        return switch (sort) {
            case "-run" -> Order.NEWEST;
            case "run" -> Order.OLDEST;
            case "migration" -> Order.MIGRATION;
            case "-migration" -> Order.MIGRATION_DOWN;
            case "target" -> Order.TARGET;
            case "-target" -> Order.TARGET_DOWN;
            default -> throw Forms.unknown("sort", sort);
        };
    }
}
