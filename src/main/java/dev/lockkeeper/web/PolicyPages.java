package dev.lockkeeper.web;

import dev.lockkeeper.catalog.Policies;
import dev.lockkeeper.catalog.Policy;
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
            Forms.say(
                    flash,
                    "The policy of " + environment + " asks for "
                            + (policy == null ? "nothing" : policy.approvals().words()) + ".");
            return "/policies";
        });
    }
}
