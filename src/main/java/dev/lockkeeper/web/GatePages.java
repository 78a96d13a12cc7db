package dev.lockkeeper.web;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.check.Given;
import dev.lockkeeper.run.Runs;
import dev.lockkeeper.run.Runs.Launched;
import dev.lockkeeper.security.CurrentPerson;
import dev.lockkeeper.security.Person;
import dev.lockkeeper.security.Role;
import dev.lockkeeper.target.Targets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The board at a gate, and its opening. */
@Controller
class GatePages {
    private final Runs runs;
    private final RunViews views;
    private final Targets targets;
    private final CurrentPerson current;

    GatePages(Runs runs, RunViews views, Targets targets, CurrentPerson current) {
        this.runs = runs;
        this.targets = targets;
        this.views = views;
        this.current = current;
    }

    @GetMapping("/runs/{id}/gate")
    String board(@PathVariable long id, Model model) {
        Person person = current.get();
        RunView view = views.read(id, person);
        GateStanding gate = view.gate();
        if (gate == null) {
            throw new Failure(
                    Code.ILLEGAL_STATE,
                    "Run " + id + " stands at no gate: it is " + view.mark().word() + ". Nothing was changed.",
                    "Look at the run's page for what can be done next.");
        }
        model.addAttribute("view", view);
        model.addAttribute("run", view.run());
        model.addAttribute("gate", gate);
        try {
            var board = runs.board(
                    view.run().migration(), view.run().revision(), view.run().target(), gate.phase(), person);
            boolean may = person.may(
                    Role.OPERATOR, view.run().environment(), view.run().team());
            boolean mayOverride =
                    person.may(Role.ADMIN, view.run().environment(), view.run().team());
            model.addAttribute(
                    "form",
                    new BoardForm(
                            board,
                            Address.run(id) + "/gate",
                            gate.phase(),
                            gate.gate().checklist(),
                            targets.find(view.run().target())
                                    .filter(LaunchPages::attests)
                                    .isPresent(),
                            may,
                            mayOverride));
        } catch (Failure failure) {
            model.addAttribute("unread", failure);
        }
        return "pages/gate";
    }

    @PostMapping("/runs/{id}/gate")
    String open(
            @PathVariable long id,
            @RequestParam String phase,
            @RequestParam(required = false) @Nullable List<String> confirmed,
            @RequestParam Map<String, String> form,
            RedirectAttributes flash) {
        String back = Address.run(id) + "/gate";
        return Forms.send(back, form, flash, () -> {
            Given given = new Given(BoardForm.confirmed(confirmed), BoardForm.attested(form), null);
            Launched launched = runs.open(id, phase, BoardForm.overrides(form), given, current.get());
            if (launched.run() == null) {
                Forms.warn(flash, "Not opened: the board says no-go. Nothing was changed.");
                flash.addFlashAttribute("typed", Forms.withoutSecrets(form));
                return back;
            }
            Forms.say(flash, "The gate to " + phase + " is open.");
            return Address.run(id);
        });
    }
}
