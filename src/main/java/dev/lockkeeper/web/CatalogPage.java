package dev.lockkeeper.web;

import dev.lockkeeper.Paged;
import dev.lockkeeper.catalog.Decisions;
import dev.lockkeeper.catalog.MigrationLine;
import dev.lockkeeper.catalog.MigrationSearch;
import dev.lockkeeper.catalog.MigrationSearch.Order;
import dev.lockkeeper.catalog.MigrationSearch.Stands;
import dev.lockkeeper.catalog.Migrations;
import dev.lockkeeper.run.Runs;
import dev.lockkeeper.run.Standing;
import dev.lockkeeper.security.CurrentPerson;
import dev.lockkeeper.security.Person;
import dev.lockkeeper.security.Role;
import dev.lockkeeper.web.ListChoices.Choices;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The catalog: the grid of migrations and environments. */
@Controller
class CatalogPage {
    private static final int PAGE = 25;

    /** Targets in a cell: a few where there are many cells, many where there is one column. */
    private static final int FEW = 3;

    private static final int MANY = 40;

    private static final Set<String> FILTERS = Set.of("query", "team", "state", "environment", "engine");

    private final Migrations migrations;
    private final Runs runs;
    private final Decisions decisions;
    private final ListChoices choices;
    private final CurrentPerson current;

    CatalogPage(Migrations migrations, Runs runs, Decisions decisions, ListChoices choices, CurrentPerson current) {
        this.migrations = migrations;
        this.runs = runs;
        this.decisions = decisions;
        this.choices = choices;
        this.current = current;
    }

    @GetMapping("/migrations")
    String list(@RequestParam Map<String, String> asked, Model model) {
        Person person = current.get();
        ListAddress list = ListAddress.of("/migrations", "-changed", FILTERS, asked);
        MigrationSearch search = search(list);
        Paged<MigrationLine> page = migrations.search(search, PAGE, list.after(), person);
        Choices possible = choices.all(person);
        model.addAttribute("list", list);
        model.addAttribute("choices", possible);
        model.addAttribute(
                "states",
                Arrays.stream(Stands.values())
                        .map(each -> new ListOption(each.wire(), "migrations.state." + each.wire()))
                        .toList());
        model.addAttribute("grid", grid(page.items(), search.environment(), possible, person));
        model.addAttribute("after", page.after());
        model.addAttribute("mayWrite", person.mayAnywhere(Role.AUTHOR));
        return "pages/migrations";
    }

    private MigrationGrid grid(
            List<MigrationLine> lines, @Nullable String environment, Choices possible, Person person) {
        Map<String, Integer> revisions = new LinkedHashMap<>();
        lines.forEach(line -> revisions.put(line.id(), line.latest()));
        List<Standing> standings = runs.standings(revisions, environment, environment == null ? FEW : MANY, person);
        Set<String> environments = new HashSet<>();
        standings.forEach(standing -> environments.add(standing.environment()));
        return MigrationGrid.of(
                lines,
                standings,
                new MigrationGrid.Reading(person, decisions.policies(environments), possible, environment));
    }

    private static MigrationSearch search(ListAddress list) {
        String state = list.get("state");
        return new MigrationSearch(
                list.get("query"),
                list.get("team"),
                list.get("engine"),
                state == null ? null : Stands.of(state).orElseThrow(() -> Forms.unknown("state", state)),
                list.get("environment"),
                order(list.sort()));
    }

    private static Order order(String sort) {
        return switch (sort) {
            case "-changed" -> Order.CHANGED;
            case "changed" -> Order.CHANGED_FIRST;
            case "title" -> Order.TITLE;
            case "-title" -> Order.TITLE_DOWN;
            default -> throw Forms.unknown("sort", sort);
        };
    }
}
