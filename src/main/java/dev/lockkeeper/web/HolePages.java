package dev.lockkeeper.web;

import dev.lockkeeper.Failure;
import dev.lockkeeper.run.Holes;
import dev.lockkeeper.run.Run;
import dev.lockkeeper.run.RunHole;
import dev.lockkeeper.run.Runs;
import dev.lockkeeper.security.CurrentPerson;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What people decide on rows that were left out. Accepting one is asked about on a page of its own, with its reason. */
@Controller
class HolePages {
    private final Runs runs;
    private final Holes holes;
    private final CurrentPerson current;

    HolePages(Runs runs, Holes holes, CurrentPerson current) {
        this.runs = runs;
        this.holes = holes;
        this.current = current;
    }

    @PostMapping("/runs/{id}/holes/{hole}/retry")
    String retry(@PathVariable long id, @PathVariable long hole, RedirectAttributes flash) {
        return Forms.send(Address.run(id), Map.of(), flash, () -> {
            holes.decide(Holes.Decision.of(id, String.valueOf(hole), "retry", null), current.get());
            Forms.say(flash, "Wished: the row is tried again.");
            return Address.run(id);
        });
    }

    @GetMapping("/runs/{id}/holes/{hole}/accept")
    String askAccept(@PathVariable long id, @PathVariable long hole, Model model) {
        Run run = runs.get(id, current.get());
        RunHole found = run.holes().stream()
                .filter(each -> each.id() == hole)
                .findFirst()
                .orElseThrow(() -> Failure.notFound("hole", String.valueOf(hole)));
        model.addAttribute("run", run);
        model.addAttribute("hole", found);
        model.addAttribute("mark", Mark.of(found.state()));
        return "pages/hole-accept";
    }

    @PostMapping("/runs/{id}/holes/{hole}/accept")
    String accept(
            @PathVariable long id,
            @PathVariable long hole,
            @RequestParam Map<String, String> form,
            RedirectAttributes flash) {
        String back = Address.run(id) + "/holes/" + hole + "/accept";
        return Forms.send(back, form, flash, () -> {
            holes.decide(Holes.Decision.of(id, String.valueOf(hole), "accept", form.get("reason")), current.get());
            Forms.say(flash, "The row is accepted as it is.");
            return Address.run(id);
        });
    }
}
