package dev.lockkeeper.web;

import dev.lockkeeper.Failure;
import dev.lockkeeper.plan.Engine;
import dev.lockkeeper.security.CurrentPerson;
import dev.lockkeeper.security.Person;
import dev.lockkeeper.security.Role;
import dev.lockkeeper.target.Target;
import dev.lockkeeper.target.Targets;
import java.util.Arrays;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** One of the registered databases, and the form that adds one. */
@Controller
class TargetPages {
    private final Targets targets;
    private final CurrentPerson current;

    TargetPages(Targets targets, CurrentPerson current) {
        this.targets = targets;
        this.current = current;
    }

    @GetMapping("/targets/new")
    String form(Model model) {
        Person person = current.get();
        if (!person.mayAnywhere(Role.ADMIN)) {
            person.require(Role.ADMIN, null, null);
        }
        model.addAttribute(
                "form", TargetForm.empty().refused(TargetEdits.typed(model), (Failure) model.getAttribute("refused")));
        model.addAttribute(
                "engines", Arrays.stream(Engine.values()).map(Engine::wire).toList());
        return "pages/target-new";
    }

    @PostMapping("/targets")
    String register(@RequestParam Map<String, String> form, RedirectAttributes flash) {
        return TargetEdits.send("/targets/new", form, flash, () -> {
            Target target = targets.register(TargetSpecs.fresh(form), current.get());
            Forms.say(flash, "Registered " + target.name() + ".");
            return Address.target(target.name());
        });
    }
}
