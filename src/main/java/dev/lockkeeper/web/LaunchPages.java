package dev.lockkeeper.web;

import dev.lockkeeper.Failure;
import dev.lockkeeper.catalog.Migrations;
import dev.lockkeeper.catalog.Revision;
import dev.lockkeeper.check.Board;
import dev.lockkeeper.check.Boards;
import dev.lockkeeper.plan.Phase;
import dev.lockkeeper.run.Run;
import dev.lockkeeper.run.Runs;
import dev.lockkeeper.run.Runs.LaunchRequest;
import dev.lockkeeper.run.Runs.Launched;
import dev.lockkeeper.security.CurrentPerson;
import dev.lockkeeper.security.Person;
import dev.lockkeeper.security.Role;
import dev.lockkeeper.target.Target;
import dev.lockkeeper.target.TargetLists;
import dev.lockkeeper.target.TargetPolicy;
import dev.lockkeeper.target.Targets;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The board of a new run, and its launch. */
@Controller
class LaunchPages {
    private final Runs runs;
    private final Migrations migrations;
    private final Targets targets;
    private final TargetLists lists;
    private final BoardReader boards;
    private final CurrentPerson current;

    LaunchPages(
            Runs runs,
            Migrations migrations,
            Targets targets,
            TargetLists lists,
            BoardReader boards,
            CurrentPerson current) {
        this.runs = runs;
        this.migrations = migrations;
        this.targets = targets;
        this.lists = lists;
        this.boards = boards;
        this.current = current;
    }

    @GetMapping("/runs/new")
    String board(
            @RequestParam(required = false) @Nullable String migration,
            @RequestParam(required = false) @Nullable Integer revision,
            @RequestParam(required = false) @Nullable String target,
            HttpServletRequest request,
            Model model) {
        Person person = current.get();
        String id = Forms.blankToNull(migration);
        if (id == null) {
            throw Failure.invalid(
                    "A run is launched from a board, and a board is of one migration; the address names none.",
                    "Look for the migration in the list, and open its board from there.");
        }
        Revision shown = migrations.revision(id, revision, person);
        String name = Forms.blankToNull(target);
        model.addAttribute("revision", shown);
        model.addAttribute(
                "options", TargetOptions.html(lists.choices(shown.plan().engine(), person), name));
        if (name != null) {
            Target chosen = targets.get(name, person);
            model.addAttribute("target", chosen);
            Optional<Run> active =
                    runs.list(id, name, true, 1, null, person).items().stream().findFirst();
            if (active.isPresent()) {
                // What is asked of this phase now would be asked for that run, and a launch refused.
                model.addAttribute("active", active.get());
                model.addAttribute("mark", Mark.of(active.get()));
            } else {
                addBoard(shown, chosen, person, request, model);
            }
        }
        return Again.view(request, "pages/board");
    }

    private void addBoard(Revision revision, Target target, Person person, HttpServletRequest request, Model model) {
        Phase first = revision.plan().phases().getFirst();
        Look<Board> look = boards.look(question(revision, target, person), Again.now(request, model));
        Again.tell(request, look, model);
        model.addAttribute("failed", look.silent());
        if (look.value() != null) {
            boolean may = person.may(Role.OPERATOR, target.environment(), target.team());
            boolean mayOverride = person.may(Role.ADMIN, target.environment(), target.team());
            model.addAttribute(
                    "form",
                    new BoardForm(
                            look.value(),
                            "/runs",
                            first.name(),
                            first.gate().checklist(),
                            attests(target),
                            may,
                            mayOverride));
        }
    }

    private Boards.Question question(Revision revision, Target target, Person person) {
        String first = revision.plan().phases().getFirst().name();
        return runs.question(revision.migration(), revision.number(), target.name(), first, person);
    }

    /** @param form {@code until}, the last phase to carry out, blank for all; {@code startAt} in UTC, blank for now; reasons of overrides */
    @PostMapping("/runs")
    String launch(
            @RequestParam String migration,
            @RequestParam int revision,
            @RequestParam String target,
            @RequestParam(required = false) @Nullable List<String> confirmed,
            @RequestParam Map<String, String> form,
            RedirectAttributes flash) {
        String back = Address.board(migration, revision, target);
        return Forms.send(back, form, flash, () -> {
            Person person = current.get();
            Revision launchedOf = migrations.revision(migration, revision, person);
            List<String> phases = upTo(launchedOf, Forms.blankToNull(form.get("until")));
            List<String> checklist = List.copyOf(new TreeSet<>(BoardForm.confirmed(confirmed)));
            Launched launched = runs.launch(
                    new LaunchRequest(
                            migration,
                            revision,
                            target,
                            phases,
                            Forms.utc(form.get("startAt")),
                            false,
                            BoardForm.overrides(form),
                            checklist,
                            BoardForm.attested(form)),
                    person);
            if (launched.run() == null) {
                boards.forget(question(launchedOf, targets.get(target, person), person));
                Forms.warn(flash, "Not launched: the board says no-go. Nothing was changed.");
                flash.addFlashAttribute("typed", Forms.withoutSecrets(form));
                return back;
            }
            return Address.run(launched.run().id());
        });
    }

    /** Whether the target wants to be told of its backup by a person. */
    static boolean attests(Target target) {
        TargetPolicy.Backup backup = TargetPolicy.of(target).backup();
        return backup != null && backup.attest();
    }

    private static List<String> upTo(Revision revision, @Nullable String until) {
        List<String> names = revision.plan().phases().stream().map(Phase::name).toList();
        return until == null ? List.of() : names.subList(0, names.indexOf(until) + 1);
    }
}
