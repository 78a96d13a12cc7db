package dev.lockkeeper.web;

import dev.lockkeeper.Paged;
import dev.lockkeeper.catalog.Migration;
import dev.lockkeeper.catalog.Migrations;
import dev.lockkeeper.run.Run;
import dev.lockkeeper.run.Runs;
import dev.lockkeeper.security.CurrentPerson;
import dev.lockkeeper.security.Person;
import dev.lockkeeper.security.Role;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The catalog. */
@Controller
class MigrationPages {
    private static final int PAGE = 25;
    private static final int RUNS_EACH = 50;

    private final Migrations migrations;
    private final Runs runs;
    private final CurrentPerson current;

    MigrationPages(Migrations migrations, Runs runs, CurrentPerson current) {
        this.migrations = migrations;
        this.runs = runs;
        this.current = current;
    }

    /** @param latest the newest run on each target */
    record Row(Migration migration, List<Run> latest) {
        public Mark mark(Run run) {
            return Mark.of(run.state());
        }
    }

    @GetMapping("/migrations")
    String list(
            @RequestParam(required = false) @Nullable String query,
            @RequestParam(required = false) @Nullable String after,
            Model model) {
        Person person = current.get();
        Paged<Migration> page = migrations.list(Forms.blankToNull(query), PAGE, Forms.blankToNull(after), person);
        model.addAttribute("query", query == null ? "" : query);
        model.addAttribute(
                "rows",
                page.items().stream().map(migration -> row(migration, person)).toList());
        model.addAttribute("after", page.after());
        model.addAttribute("first", Forms.blankToNull(after) == null);
        model.addAttribute("mayWrite", person.mayAnywhere(Role.AUTHOR));
        return "pages/migrations";
    }

    private Row row(Migration migration, Person person) {
        Map<String, Run> newest = new LinkedHashMap<>();
        runs.list(migration.id(), null, null, RUNS_EACH, null, person)
                .items()
                .forEach(run -> newest.putIfAbsent(run.target(), run));
        return new Row(
                migration,
                newest.values().stream()
                        .sorted(Comparator.comparing(Run::environment).thenComparing(Run::target))
                        .toList());
    }
}
