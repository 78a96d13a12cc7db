package dev.lockkeeper.web;

import dev.lockkeeper.Paged;
import dev.lockkeeper.catalog.Migration;
import dev.lockkeeper.catalog.Migrations;
import dev.lockkeeper.run.Run;
import dev.lockkeeper.run.Runs;
import dev.lockkeeper.security.CurrentPerson;
import dev.lockkeeper.security.Person;
import dev.lockkeeper.target.Target;
import dev.lockkeeper.target.Targets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The search of the header: who names a thing exactly is on its page at once, everybody else sees what there is by that name. */
@Controller
class FindPage {
    private static final int EACH = 10;

    /** {@code 42}, {@code #42}, {@code run 42}. */
    private static final Pattern NUMBER = Pattern.compile("(?:run\\s*)?#?\\s*(\\d{1,18})");

    private final Migrations migrations;
    private final Runs runs;
    private final Targets targets;
    private final CurrentPerson current;

    FindPage(Migrations migrations, Runs runs, Targets targets, CurrentPerson current) {
        this.migrations = migrations;
        this.runs = runs;
        this.targets = targets;
        this.current = current;
    }

    /** @param more whether the catalog has more of them than are listed */
    record Found(List<RunRow> runs, List<Migration> migrations, boolean more, List<Target> targets) {
        static final Found NOTHING = new Found(List.of(), List.of(), false, List.of());

        public boolean nothing() {
            return runs.isEmpty() && migrations.isEmpty() && targets.isEmpty();
        }
    }

    @GetMapping("/find")
    String find(@RequestParam(required = false) @Nullable String query, Model model) {
        String sought = query == null ? "" : query.strip();
        Person person = current.get();
        Optional<Run> run = numbered(sought, person);
        List<String> exact = sought.isEmpty() ? List.of() : exact(sought.toLowerCase(Locale.ROOT), run, person);
        if (exact.size() == 1) {
            return "redirect:" + exact.getFirst();
        }
        model.addAttribute("sought", sought);
        model.addAttribute("found", sought.isEmpty() ? Found.NOTHING : found(sought, run, person));
        return "pages/find";
    }

    private Optional<Run> numbered(String sought, Person person) {
        Matcher number = NUMBER.matcher(sought.toLowerCase(Locale.ROOT));
        return number.matches() ? runs.find(Long.parseLong(number.group(1)), person) : Optional.empty();
    }

    /** Addresses of what is called just so; two of them may be, as nothing keeps a target from having the id of a migration. */
    private List<String> exact(String name, Optional<Run> run, Person person) {
        return Stream.of(
                        run.map(found -> Address.run(found.id())),
                        migrations.find(name, person).map(found -> Address.migration(found.id())),
                        targets.find(name, person).map(found -> Address.target(found.name())))
                .flatMap(Optional::stream)
                .toList();
    }

    private Found found(String sought, Optional<Run> run, Person person) {
        Paged<Migration> page = migrations.list(sought, EACH, null, person);
        return new Found(
                run.map(RunRow::of).stream().toList(),
                page.items(),
                page.after() != null,
                targets.named(sought, EACH, person));
    }
}
