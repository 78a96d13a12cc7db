package dev.lockkeeper.web;

import dev.lockkeeper.run.Run;
import dev.lockkeeper.run.RunFacts;
import dev.lockkeeper.run.RunState;
import dev.lockkeeper.run.Runs;
import dev.lockkeeper.security.CurrentPerson;
import dev.lockkeeper.security.Person;
import dev.lockkeeper.security.Role;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What people wish of a run. Cancel and roll back are asked about on a page of their own, which names thing and consequence. */
@Controller
class RunWishes {
    /** In these something is in hand, which is finished first. */
    private static final Set<RunState> WORKING = EnumSet.of(RunState.RUNNING, RunState.PAUSING);

    private final Runs runs;
    private final RunFacts facts;
    private final CurrentPerson current;

    RunWishes(Runs runs, RunFacts facts, CurrentPerson current) {
        this.runs = runs;
        this.facts = facts;
        this.current = current;
    }

    @PostMapping("/runs/{id}/pause")
    String pause(
            @PathVariable long id, @RequestParam(required = false) @Nullable String reason, RedirectAttributes flash) {
        return wish(
                id,
                "Wished: pause. The chunk in hand is finished first.",
                flash,
                () -> runs.pause(id, Forms.blankToNull(reason), current.get()));
    }

    @PostMapping("/runs/{id}/resume")
    String resume(
            @PathVariable long id, @RequestParam(required = false) @Nullable String reason, RedirectAttributes flash) {
        return wish(id, "Wished: resume.", flash, () -> runs.resume(id, Forms.blankToNull(reason), current.get()));
    }

    @PostMapping("/runs/{id}/retry")
    String retry(
            @PathVariable long id, @RequestParam(required = false) @Nullable String reason, RedirectAttributes flash) {
        return wish(id, "Wished: try again.", flash, () -> runs.retry(id, Forms.blankToNull(reason), current.get()));
    }

    @PostMapping("/runs/{id}/dial")
    String dial(@PathVariable long id, @RequestParam int dial, RedirectAttributes flash) {
        return wish(id, "The pace is set to " + dial + " of 11.", flash, () -> runs.dial(id, dial, current.get()));
    }

    @GetMapping("/runs/{id}/cancel")
    String askCancel(@PathVariable long id, Model model) {
        Run run = asked(id, Act.CANCEL, model);
        model.addAttribute("working", WORKING.contains(run.state()));
        model.addAttribute("done", Done.of(run));
        model.addAttribute("sync", Done.keepsInSync(run));
        model.addAttribute("back", run.phases().stream().anyMatch(phase -> phase.startedAt() != null));
        return "pages/run-cancel";
    }

    @PostMapping("/runs/{id}/cancel")
    String cancel(@PathVariable long id, @RequestParam Map<String, String> form, RedirectAttributes flash) {
        return Forms.send(Address.run(id) + "/cancel", form, flash, () -> {
            Run run = runs.cancel(id, Forms.blankToNull(form.get("reason")), current.get());
            Forms.say(
                    flash,
                    run.state() == RunState.CANCELLED
                            ? "Cancelled."
                            : "Wished: cancel. The chunk in hand is finished first.");
            return Address.run(id);
        });
    }

    @GetMapping("/runs/{id}/rollback")
    String askRollBack(@PathVariable long id, Model model) {
        Run run = asked(id, Act.ROLL_BACK, model);
        List<WayBack> ways = WayBack.of(run, facts.frozen(id));
        model.addAttribute("ways", ways);
        model.addAttribute("stays", WayBack.stays(ways));
        model.addAttribute(
                "stuck",
                ways.stream().flatMap(way -> way.undos().stream()).anyMatch(undo -> undo.irreversible() != null));
        return "pages/run-rollback";
    }

    /** In the form, {@code to} is the phase that stays; blank undoes all. */
    @PostMapping("/runs/{id}/rollback")
    String rollBack(@PathVariable long id, @RequestParam Map<String, String> form, RedirectAttributes flash) {
        return Forms.send(Address.run(id) + "/rollback", form, flash, () -> {
            NameTyped.require(runs.get(id, current.get()).target(), form.get(NameTyped.FIELD));
            runs.rollBack(id, Forms.blankToNull(form.get("to")), Forms.blankToNull(form.get("reason")), current.get());
            Forms.say(flash, "Wished: roll back.");
            return Address.run(id);
        });
    }

    private Run asked(long id, Act act, Model model) {
        Person person = current.get();
        Run run = runs.get(id, person);
        model.addAttribute("run", run);
        model.addAttribute("mark", Mark.of(run));
        model.addAttribute("possible", NextAction.offers(run, act));
        model.addAttribute("operator", person.may(Role.OPERATOR, run.environment(), run.team()));
        return run;
    }

    private static String wish(long id, String said, RedirectAttributes flash, Runnable deed) {
        return Forms.send(Address.run(id), Map.of(), flash, () -> {
            deed.run();
            Forms.say(flash, said);
            return Address.run(id);
        });
    }
}
