package dev.lockkeeper.web;

import dev.lockkeeper.Failure;
import dev.lockkeeper.plan.Engine;
import dev.lockkeeper.run.Runs;
import dev.lockkeeper.security.CurrentPerson;
import dev.lockkeeper.security.Person;
import dev.lockkeeper.security.Role;
import dev.lockkeeper.target.LockTree;
import dev.lockkeeper.target.Locks;
import dev.lockkeeper.target.Session;
import dev.lockkeeper.target.TableSummary;
import dev.lockkeeper.target.Target;
import dev.lockkeeper.target.TargetSession;
import dev.lockkeeper.target.TargetSpec;
import dev.lockkeeper.target.Targets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** One of the registered databases, and the form that adds one. */
@Controller
class TargetPages {
    private static final int TABLES = 50;
    private static final int RUNS = 10;

    private final Targets targets;
    private final Locks locks;
    private final Runs runs;
    private final CurrentPerson current;

    TargetPages(Targets targets, Locks locks, Runs runs, CurrentPerson current) {
        this.targets = targets;
        this.locks = locks;
        this.runs = runs;
        this.current = current;
    }

    @GetMapping("/targets/new")
    String form(Model model) {
        Person person = current.get();
        if (!person.mayAnywhere(Role.ADMIN)) {
            person.require(Role.ADMIN, null, null);
        }
        model.addAttribute(
                "engines", Arrays.stream(Engine.values()).map(Engine::wire).toList());
        return "pages/target-new";
    }

    @PostMapping("/targets")
    String register(@RequestParam Map<String, String> form, RedirectAttributes flash) {
        return Forms.send("/targets/new", form, flash, () -> {
            Target target = targets.register(spec(form), current.get());
            flash.addFlashAttribute("probe", targets.probe(target.name(), current.get()));
            Forms.say(flash, "Registered " + target.name() + ".");
            return Address.target(target.name());
        });
    }

    private static TargetSpec spec(Map<String, String> form) {
        String password = form.getOrDefault("password", "");
        return new TargetSpec(
                Forms.blankToNull(form.get("name")),
                Forms.blankToNull(form.get("engine")),
                Forms.blankToNull(form.get("url")),
                Forms.blankToNull(form.get("username")),
                password.isEmpty() ? null : password,
                Forms.blankToNull(form.get("passwordFrom")),
                Forms.blankToNull(form.get("environment")),
                Forms.blankToNull(form.get("team")),
                null,
                null,
                null);
    }

    @GetMapping("/targets/{name}")
    String show(@PathVariable String name, Model model) {
        Person person = current.get();
        Target target = targets.get(name, person);
        model.addAttribute("target", target);
        model.addAttribute(
                "rows",
                runs.list(null, name, null, RUNS, null, person).items().stream()
                        .map(RunRow::of)
                        .toList());
        model.addAttribute("mayEnd", person.may(Role.OPERATOR, target.environment(), target.team()));
        try {
            List<TableSummary> tables = targets.ask(name, person, TargetSession::tables);
            List<Session> sessions = locks.sessions(name, person);
            model.addAttribute("tables", tables.stream().limit(TABLES).toList());
            model.addAttribute("tableCount", tables.size());
            model.addAttribute("sessions", sessions);
            model.addAttribute("tree", LockTree.of(sessions));
        } catch (Failure failure) {
            model.addAttribute("unreachable", failure);
        }
        return "pages/target";
    }

    @PostMapping("/targets/{name}/probe")
    String probe(@PathVariable String name, RedirectAttributes flash) {
        String back = Address.target(name);
        return Forms.send(back, Map.of(), flash, () -> {
            flash.addFlashAttribute("probe", targets.probe(name, current.get()));
            return back;
        });
    }
}
