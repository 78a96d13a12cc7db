package dev.lockkeeper.web;

import dev.lockkeeper.run.PhaseState;
import dev.lockkeeper.run.Run;
import dev.lockkeeper.run.Runs;
import dev.lockkeeper.security.CurrentPerson;
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

/** What people wish of a run. Cancel and roll back are asked about on a page of their own, which names thing and consequence. */
@Controller
class RunWishes {
    private final Runs runs;
    private final CurrentPerson current;

    RunWishes(Runs runs, CurrentPerson current) {
        this.runs = runs;
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
        Run run = runs.get(id, current.get());
        model.addAttribute("run", run);
        model.addAttribute("mark", Mark.of(run.state()));
        model.addAttribute("done", phasesThat(run, PhaseState.SUCCEEDED));
        return "pages/run-cancel";
    }

    @PostMapping("/runs/{id}/cancel")
    String cancel(
            @PathVariable long id, @RequestParam(required = false) @Nullable String reason, RedirectAttributes flash) {
        return wish(
                id,
                "Wished: cancel. The chunk in hand is finished first.",
                flash,
                () -> runs.cancel(id, Forms.blankToNull(reason), current.get()));
    }

    @GetMapping("/runs/{id}/rollback")
    String askRollBack(@PathVariable long id, Model model) {
        Run run = runs.get(id, current.get());
        model.addAttribute("run", run);
        model.addAttribute("mark", Mark.of(run.state()));
        model.addAttribute("done", phasesThat(run, PhaseState.SUCCEEDED));
        return "pages/run-rollback";
    }

    /** @param to the phase that stays; blank undoes all */
    @PostMapping("/runs/{id}/rollback")
    String rollBack(
            @PathVariable long id,
            @RequestParam(required = false) @Nullable String to,
            @RequestParam(required = false) @Nullable String reason,
            RedirectAttributes flash) {
        return wish(
                id,
                "Wished: roll back.",
                flash,
                () -> runs.rollBack(id, Forms.blankToNull(to), Forms.blankToNull(reason), current.get()));
    }

    private static List<String> phasesThat(Run run, PhaseState state) {
        return run.phases().stream()
                .filter(phase -> phase.state() == state)
                .map(Run.RunPhase::phase)
                .toList();
    }

    private static String wish(long id, String said, RedirectAttributes flash, Runnable deed) {
        return Forms.send(Address.run(id), Map.of(), flash, () -> {
            deed.run();
            Forms.say(flash, said);
            return Address.run(id);
        });
    }
}
