package dev.lockkeeper.web;

import dev.lockkeeper.Failure;
import dev.lockkeeper.catalog.Policies;
import dev.lockkeeper.catalog.Policy;
import dev.lockkeeper.catalog.PolicyChange;
import dev.lockkeeper.security.CurrentPerson;
import dev.lockkeeper.security.Person;
import dev.lockkeeper.security.Role;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What each environment asks for, and its change by an admin. */
@Controller
class PolicyPages {
    private static final String START =
            """
            approvals:
              count: 2
              roles: [approver]
              phases:
                contract: {count: 2, roles: [approver, admin]}
            lint: {ban-drop-column: blocking}
            checks: {long-transactions: blocking}
            """;

    private final Policies policies;
    private final CurrentPerson current;

    PolicyPages(Policies policies, CurrentPerson current) {
        this.policies = policies;
        this.current = current;
    }

    @GetMapping("/policies")
    String list(Model model) {
        Person person = current.get();
        model.addAttribute("rows", policies.list(person));
        model.addAttribute("mayChange", person.mayAnywhere(Role.ADMIN));
        model.addAttribute("start", START);
        return "pages/policies";
    }

    @PostMapping("/policies")
    String set(@RequestParam Map<String, String> form, RedirectAttributes flash) {
        return Forms.send("/policies", form, flash, () -> {
            String environment = form.getOrDefault("environment", "").strip();
            Policies.Stored stored =
                    policies.set(environment, form.getOrDefault("text", "").replace("\r\n", "\n"), current.get());
            Policy policy = stored.change().policy();
            String asks = policy == null
                    ? Words.of("policies.nothing")
                    : policy.approvals().words();
            Forms.say(flash, Words.of("policies.stored", environment, asks));
            return "/policies";
        });
    }

    /** Asked about first. The environment is a parameter: {@code *} is one, and no part of an address. */
    @GetMapping("/policies/remove")
    String ask(@RequestParam String environment, Model model) {
        Person person = current.get();
        person.require(Role.ADMIN, environment.equals(Policy.ALL) ? null : environment, null);
        model.addAttribute("environment", environment);
        model.addAttribute(
                "policy",
                policies.list(person).stream()
                        .filter(change -> change.environment().equals(environment))
                        .findFirst()
                        .map(PolicyChange::policy)
                        .orElseThrow(() -> Failure.notFound("policy of", environment)));
        return "pages/policy-remove";
    }

    @PostMapping("/policies/remove")
    String remove(@RequestParam String environment, RedirectAttributes flash) {
        return Forms.send("/policies", Map.of(), flash, () -> {
            policies.remove(environment, current.get());
            Forms.say(flash, Words.of("policies.removed", environment));
            return "/policies";
        });
    }
}
