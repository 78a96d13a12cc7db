package dev.lockkeeper.web;

import dev.lockkeeper.Failure;
import dev.lockkeeper.Paged;
import dev.lockkeeper.security.CurrentPerson;
import dev.lockkeeper.security.OwnPassword;
import dev.lockkeeper.security.Person;
import dev.lockkeeper.security.Token;
import dev.lockkeeper.security.Tokens;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Who one is, what one may do, one's password and one's tokens. */
@Controller
class AccountPage {
    private static final String ADDRESS = "/account";

    private final Tokens tokens;
    private final OwnPassword password;
    private final UserMarks marks;
    private final RoleWords roles;
    private final CurrentPerson current;

    AccountPage(Tokens tokens, OwnPassword password, UserMarks marks, RoleWords roles, CurrentPerson current) {
        this.tokens = tokens;
        this.password = password;
        this.marks = marks;
        this.roles = roles;
        this.current = current;
    }

    @GetMapping(ADDRESS)
    String show(@RequestParam(required = false) @Nullable String after, Model model) {
        Person person = current.get();
        Paged<Token> page = tokens.of(person.username(), after, Paged.DEFAULT_LIMIT, person);
        model.addAttribute("grants", roles.of(person.grants()));
        model.addAttribute("rows", TokenPages.rows(page.items(), marks));
        model.addAttribute("after", page.after());
        model.addAttribute("first", after == null);
        model.addAttribute("days", TokenPages.DAYS);
        return "pages/account";
    }

    @PostMapping(ADDRESS + "/password")
    String change(
            @RequestParam String present,
            @RequestParam String wanted,
            @RequestParam String again,
            HttpServletRequest request,
            RedirectAttributes flash) {
        return Forms.send(ADDRESS, Map.of(), flash, () -> {
            if (!wanted.equals(again)) {
                throw Failure.invalid(Words.of("account.differ"), Words.of("account.typeAgain"));
            }
            password.change(present, wanted, current.get(), request);
            Forms.say(flash, Words.of("account.changed"));
            return ADDRESS;
        });
    }
}
