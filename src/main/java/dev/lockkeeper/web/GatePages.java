package dev.lockkeeper.web;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.check.Board;
import dev.lockkeeper.check.Boards;
import dev.lockkeeper.check.Given;
import dev.lockkeeper.run.Run;
import dev.lockkeeper.run.Runs;
import dev.lockkeeper.run.Runs.Launched;
import dev.lockkeeper.security.CurrentPerson;
import dev.lockkeeper.security.Person;
import dev.lockkeeper.security.Role;
import dev.lockkeeper.target.Targets;
import jakarta.servlet.http.HttpServletRequest;
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
    private final BoardReader boards;
    private final CurrentPerson current;

    GatePages(Runs runs, RunViews views, Targets targets, BoardReader boards, CurrentPerson current) {
        this.runs = runs;
        this.targets = targets;
        this.views = views;
        this.boards = boards;
        this.current = current;
    }

    @GetMapping("/runs/{id}/gate")
    String board(@PathVariable long id, HttpServletRequest request, Model model) {
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
        Look<Board> look = boards.look(question(view.run(), gate.phase(), person), Again.now(request, model));
        Again.tell(request, look, model);
        model.addAttribute("failed", look.silent());
        if (look.value() != null) {
            model.addAttribute("form", form(view.run(), gate, look.value(), person));
        }
        return Again.view(request, "pages/gate");
    }

    private BoardForm form(Run run, GateStanding gate, Board board, Person person) {
        return new BoardForm(
                board,
                Address.run(run.id()) + "/gate",
                gate.phase(),
                gate.gate().checklist(),
                targets.find(run.target()).filter(LaunchPages::attests).isPresent(),
                person.may(Role.OPERATOR, run.environment(), run.team()),
                person.may(Role.ADMIN, run.environment(), run.team()));
    }

    private Boards.Question question(Run run, String phase, Person person) {
        return runs.question(run.migration(), run.revision(), run.target(), phase, person);
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
                boards.forget(question(runs.get(id, current.get()), phase, current.get()));
                Forms.warn(flash, "Not opened: the board says no-go. Nothing was changed.");
                flash.addFlashAttribute("typed", Forms.withoutSecrets(form));
                return back;
            }
            Forms.say(flash, "The gate to " + phase + " is open.");
            return Address.run(id);
        });
    }
}
