package dev.lockkeeper.web;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.run.Runs;
import dev.lockkeeper.security.CurrentPerson;
import dev.lockkeeper.security.Person;
import dev.lockkeeper.security.Role;
import dev.lockkeeper.target.Target;
import dev.lockkeeper.target.Targets;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Changing a target and taking it off the list, for its admins. */
@Controller
class TargetEdits {
    private final Targets targets;
    private final Runs runs;
    private final CurrentPerson current;

    TargetEdits(Targets targets, Runs runs, CurrentPerson current) {
        this.targets = targets;
        this.runs = runs;
        this.current = current;
    }

    @GetMapping("/targets/{name}/edit")
    String form(@PathVariable String name, Model model) {
        Target target = owned(name);
        model.addAttribute("target", target);
        model.addAttribute(
                "form", TargetForm.of(target).refused(typed(model), (Failure) model.getAttribute("refused")));
        return "pages/target-edit";
    }

    /** What came along from a refused form. */
    @SuppressWarnings("unchecked")
    static Map<String, String> typed(Model model) {
        return model.getAttribute("typed") instanceof Map<?, ?> typed ? (Map<String, String>) typed : Map.of();
    }

    @PostMapping("/targets/{name}/edit")
    String edit(@PathVariable String name, @RequestParam Map<String, String> form, RedirectAttributes flash) {
        String page = Address.target(name);
        return send(page + "/edit", form, flash, () -> {
            Target target = owned(name);
            requireUnchanged(target, form);
            targets.update(name, TargetSpecs.change(form, target), current.get());
            Forms.say(flash, "Changed " + name + ".");
            return page;
        });
    }

    /** Two people who change one target: the second reads what the first did before it is overwritten. */
    private static void requireUnchanged(Target target, Map<String, String> form) {
        String was = form.getOrDefault(TargetForm.WAS, "");
        if (!was.equals(TargetForm.of(target).value(TargetForm.WAS))) {
            throw new Failure(
                    Code.ILLEGAL_STATE,
                    "Somebody has changed '" + target.name()
                            + "' since you opened this form. Nothing was changed by you.",
                    "Compare with the target's page. What you typed is kept here: send it again to put it over what is there now.");
        }
    }

    @GetMapping("/targets/{name}/remove")
    String ask(@PathVariable String name, Model model) {
        Target target = owned(name);
        model.addAttribute("target", target);
        model.addAttribute(
                "active",
                runs.list(null, name, true, 1, null, current.get()).items().stream()
                        .findFirst()
                        .orElse(null));
        return "pages/target-remove";
    }

    /** @param typed the target's name, which tells that this one is meant */
    @PostMapping("/targets/{name}/remove")
    String remove(
            @PathVariable String name,
            @RequestParam(name = "typed", defaultValue = "") String typed,
            RedirectAttributes flash) {
        return Forms.send(Address.target(name) + "/remove", Map.of("typed", typed), flash, () -> {
            owned(name);
            if (!typed.strip().equals(name)) {
                throw new Failure(
                        Code.INVALID,
                        "What was typed is not the name of this target. Nothing was removed.",
                        "Type " + name + " to remove it.",
                        List.of());
            }
            targets.remove(name, current.get());
            Forms.say(flash, "Removed " + name + " and forgot its password. Its runs and its records stay.");
            return "/targets";
        });
    }

    private Target owned(String name) {
        Person person = current.get();
        Target target = targets.get(name, person);
        person.require(Role.ADMIN, target.environment(), target.team());
        return target;
    }

    /** As {@link Forms#send}, for a form that says at each field what is wrong there. */
    static String send(String back, Map<String, String> form, RedirectAttributes flash, Supplier<String> deed) {
        try {
            return "redirect:" + deed.get();
        } catch (Failure failure) {
            Map<String, String> typed = Forms.withoutSecrets(form);
            // The next attempt is one that has seen what is there now.
            typed.remove(TargetForm.WAS);
            flash.addFlashAttribute("refused", failure);
            flash.addFlashAttribute("typed", typed);
            return "redirect:" + back;
        }
    }
}
