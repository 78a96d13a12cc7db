package dev.lockkeeper.web;

import dev.lockkeeper.Failure;
import dev.lockkeeper.Paged;
import dev.lockkeeper.security.CurrentPerson;
import dev.lockkeeper.security.Person;
import dev.lockkeeper.security.Role;
import dev.lockkeeper.security.Token;
import dev.lockkeeper.security.Tokens;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
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

/**
 * Tokens: everybody's for admins, one's own from the account page. A new one is shown in the answer to its form and nowhere else: it is in
 * no address, in no session, and in no log.
 */
@Controller
class TokenPages {
    static final List<String> DAYS = List.of("7", "30", "90", "365");
    private static final String LIST = "/admin/tokens";
    private static final String OWN = "/account";

    private final Tokens tokens;
    private final UserMarks marks;
    private final CurrentPerson current;
    private final Clock clock;

    TokenPages(Tokens tokens, UserMarks marks, CurrentPerson current, Clock clock) {
        this.tokens = tokens;
        this.marks = marks;
        this.current = current;
        this.clock = clock;
    }

    record Row(Token token, Mark mark) {}

    static List<Row> rows(List<Token> tokens, UserMarks marks) {
        return tokens.stream().map(token -> new Row(token, marks.of(token))).toList();
    }

    @GetMapping(LIST)
    String list(
            @RequestParam(required = false) @Nullable String username,
            @RequestParam(required = false) @Nullable String after,
            Model model) {
        Person person = current.get();
        person.require(Role.ADMIN, null, null);
        String of = Forms.blankToNull(username);
        Paged<Token> page = of == null
                ? tokens.list(after, Paged.DEFAULT_LIMIT, person)
                : tokens.of(of, after, Paged.DEFAULT_LIMIT, person);
        model.addAttribute("username", of);
        model.addAttribute("rows", rows(page.items(), marks));
        model.addAttribute("after", page.after());
        model.addAttribute("first", after == null);
        model.addAttribute("days", DAYS);
        return "pages/admin-tokens";
    }

    @PostMapping(LIST)
    String make(@RequestParam Map<String, String> form, Model model, RedirectAttributes flash) {
        return make(form.getOrDefault("username", "").strip(), LIST, form, model, flash);
    }

    @PostMapping(OWN + "/tokens")
    String makeOwn(@RequestParam Map<String, String> form, Model model, RedirectAttributes flash) {
        return make(current.get().username(), OWN, form, model, flash);
    }

    private String make(String username, String back, Map<String, String> form, Model model, RedirectAttributes flash) {
        try {
            String name = form.getOrDefault("name", "").strip();
            Instant expires = expires(form.get("days"));
            model.addAttribute("made", tokens.create(username, name, expires, current.get()));
            model.addAttribute("of", username);
            model.addAttribute("name", name);
            model.addAttribute("expires", expires);
            model.addAttribute("back", back);
            return "pages/token-made";
        } catch (Failure failure) {
            return Forms.refused(back, form, flash, failure);
        }
    }

    /** Null for one that does not expire. */
    private @Nullable Instant expires(@Nullable String days) {
        if ("never".equals(days)) {
            return null;
        }
        if (days == null || !Set.copyOf(DAYS).contains(days)) {
            throw Failure.invalid(Words.of("tokens.wrongDays"), Words.of("tokens.chooseDays"));
        }
        return clock.instant().plus(Duration.ofDays(Long.parseLong(days)));
    }

    @GetMapping({LIST + "/{id}/revoke", OWN + "/tokens/{id}/revoke"})
    String ask(@PathVariable String id, Model model) {
        Person person = current.get();
        Token token = tokens.get(id, person);
        model.addAttribute("token", token);
        model.addAttribute("mark", marks.of(token));
        model.addAttribute("own", token.username().equals(person.username()));
        return "pages/token-revoke";
    }

    @PostMapping(LIST + "/{id}/revoke")
    String revoke(@PathVariable String id, RedirectAttributes flash) {
        return revoke(id, LIST, flash);
    }

    @PostMapping(OWN + "/tokens/{id}/revoke")
    String revokeOwn(@PathVariable String id, RedirectAttributes flash) {
        return revoke(id, OWN, flash);
    }

    private String revoke(String id, String back, RedirectAttributes flash) {
        return Forms.send(back, Map.of(), flash, () -> {
            Token token = tokens.get(id, current.get());
            tokens.delete(id, current.get());
            Forms.say(flash, Words.of("tokens.revoked", token.name(), token.username()));
            return back;
        });
    }
}
