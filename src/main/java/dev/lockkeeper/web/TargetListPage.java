package dev.lockkeeper.web;

import dev.lockkeeper.Paged;
import dev.lockkeeper.run.RunLine;
import dev.lockkeeper.run.Runs;
import dev.lockkeeper.security.CurrentPerson;
import dev.lockkeeper.security.Person;
import dev.lockkeeper.security.Role;
import dev.lockkeeper.target.TargetLine;
import dev.lockkeeper.target.TargetLists;
import dev.lockkeeper.target.TargetSearch;
import dev.lockkeeper.target.TargetSearch.Now;
import dev.lockkeeper.target.TargetSearch.Order;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The list of registered databases, with what goes on on each. */
@Controller
class TargetListPage {
    private static final int PAGE = 50;
    private static final Set<String> FILTERS = Set.of("query", "environment", "team", "engine", "state");

    private final TargetLists targets;
    private final Runs runs;
    private final ListChoices choices;
    private final CurrentPerson current;

    TargetListPage(TargetLists targets, Runs runs, ListChoices choices, CurrentPerson current) {
        this.targets = targets;
        this.runs = runs;
        this.choices = choices;
        this.current = current;
    }

    /** What went wrong, then the newest. */
    private static final Comparator<RunRow> MATTERS = Comparator.<RunRow, Boolean>comparing(
                    row -> !row.mark().tone().equals("bad"))
            .thenComparing(row -> -row.run().id());

    /** @param runs what is active there, what went wrong first */
    record Row(TargetLine target, List<RunRow> runs) {}

    @GetMapping("/targets")
    String list(@RequestParam Map<String, String> asked, Model model) {
        Person person = current.get();
        ListAddress list = ListAddress.of("/targets", "name", FILTERS, asked);
        Paged<TargetLine> page = targets.search(search(list), PAGE, list.after(), person);
        model.addAttribute("list", list);
        model.addAttribute("choices", choices.ofTargets(person));
        model.addAttribute(
                "states",
                Arrays.stream(Now.values())
                        .map(each -> new ListOption(each.wire(), "targets.state." + each.wire()))
                        .toList());
        model.addAttribute("rows", rows(page.items(), runs, person));
        model.addAttribute("after", page.after());
        model.addAttribute("mayRegister", person.mayAnywhere(Role.ADMIN));
        return "pages/targets";
    }

    /** The targets with what is active on them, by one question. */
    static List<Row> rows(List<TargetLine> lines, Runs runs, Person person) {
        Map<String, List<RunRow>> active = runs
                .activeOn(lines.stream().map(TargetLine::name).toList(), person)
                .stream()
                .collect(Collectors.groupingBy(RunLine::target, Collectors.mapping(RunRow::of, Collectors.toList())));
        return lines.stream()
                .map(line -> new Row(
                        line,
                        active.getOrDefault(line.name(), List.of()).stream()
                                .sorted(MATTERS)
                                .toList()))
                .toList();
    }

    private static TargetSearch search(ListAddress list) {
        String state = list.get("state");
        return new TargetSearch(
                list.get("query"),
                list.get("environment"),
                list.get("team"),
                list.get("engine"),
                state == null ? null : Now.of(state).orElseThrow(() -> Forms.unknown("state", state)),
                order(list.sort()));
    }

    private static Order order(String sort) {
        return switch (sort) {
            case "name" -> Order.NAME;
            case "-name" -> Order.NAME_DOWN;
            case "environment" -> Order.ENVIRONMENT;
            case "-environment" -> Order.ENVIRONMENT_DOWN;
            default -> throw Forms.unknown("sort", sort);
        };
    }
}
