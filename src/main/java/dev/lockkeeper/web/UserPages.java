package dev.lockkeeper.web;

import dev.lockkeeper.Failure;
import dev.lockkeeper.Paged;
import dev.lockkeeper.security.CurrentPerson;
import dev.lockkeeper.security.Person;
import dev.lockkeeper.security.Role;
import dev.lockkeeper.security.User;
import dev.lockkeeper.security.Users;
import dev.lockkeeper.target.Target;
import dev.lockkeeper.target.Targets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Users, for admins: found, added, and one by one with roles, password and end. */
@Controller
class UserPages {
    private static final String LIST = "/admin/users";

    private final Users users;
    private final Targets targets;
    private final UserMarks marks;
    private final RoleWords roles;
    private final CurrentPerson current;

    UserPages(Users users, Targets targets, UserMarks marks, RoleWords roles, CurrentPerson current) {
        this.users = users;
        this.targets = targets;
        this.marks = marks;
        this.roles = roles;
        this.current = current;
    }

    record Row(User user, Mark mark) {}

    @GetMapping(LIST)
    String list(
            @RequestParam(required = false) @Nullable String name,
            @RequestParam(required = false) @Nullable String role,
            @RequestParam(required = false) @Nullable String after,
            Model model) {
        Person person = current.get();
        Role held = Role.of(role == null ? "" : role).orElse(null);
        Paged<User> page =
                users.list(new Users.Which(Forms.blankToNull(name), held), after, Paged.DEFAULT_LIMIT, person);
        model.addAttribute("name", Forms.blankToNull(name));
        model.addAttribute("held", held == null ? null : held.wire());
        model.addAttribute(
                "rows",
                page.items().stream().map(user -> new Row(user, marks.of(user))).toList());
        model.addAttribute("after", page.after());
        model.addAttribute("first", after == null);
        offers(model, person);
        return "pages/admin-users";
    }

    /** The roles to choose from, and the places that there are. */
    private void offers(Model model, Person person) {
        List<Target> all = targets.list(person);
        model.addAttribute("roles", RoleWords.wires());
        model.addAttribute(
                "places",
                Stream.concat(
                                all.stream().map(Target::environment),
                                all.stream().map(Target::team))
                        .filter(Objects::nonNull)
                        .distinct()
                        .sorted()
                        .toList());
    }

    @PostMapping(LIST)
    String create(@RequestParam Map<String, String> form, RedirectAttributes flash) {
        return Forms.send(LIST, form, flash, () -> {
            String password = form.getOrDefault("password", "");
            String role = Forms.blankToNull(form.get("role"));
            User user = users.create(
                    form.getOrDefault("username", "").strip(),
                    password.isEmpty() ? null : password,
                    role == null ? List.of() : List.of(RoleWords.wire(role, form.get("scope"), form.get("place"))),
                    current.get());
            Forms.say(flash, Words.of("users.added", user.username()));
            return Address.user(user.username());
        });
    }

    @GetMapping(LIST + "/{username}")
    String show(@PathVariable String username, Model model) {
        Person person = current.get();
        User user = users.get(username, person);
        model.addAttribute("user", user);
        model.addAttribute("mark", marks.of(user));
        model.addAttribute("grants", roles.of(user.grants()));
        model.addAttribute("oneself", user.id() == person.userId());
        offers(model, person);
        return "pages/admin-user";
    }

    @PostMapping(LIST + "/{username}/roles/give")
    String give(@PathVariable String username, @RequestParam Map<String, String> form, RedirectAttributes flash) {
        String back = Address.user(username);
        return Forms.send(back, form, flash, () -> {
            String role = RoleWords.wire(form.getOrDefault("role", ""), form.get("scope"), form.get("place"));
            users.give(username, role, current.get());
            Forms.say(flash, Words.of("users.given", username, role));
            return back;
        });
    }

    @PostMapping(LIST + "/{username}/roles/take")
    String take(@PathVariable String username, @RequestParam String role, RedirectAttributes flash) {
        String back = Address.user(username);
        return Forms.send(back, Map.of(), flash, () -> {
            users.take(username, role, current.get());
            Forms.say(flash, Words.of("users.taken", username, role));
            return back;
        });
    }

    @PostMapping(LIST + "/{username}/password")
    String password(@PathVariable String username, @RequestParam String password, RedirectAttributes flash) {
        return change(username, new Users.Change(null, password, null), "users.password.set", flash);
    }

    @PostMapping(LIST + "/{username}/disable")
    String disable(@PathVariable String username, RedirectAttributes flash) {
        return change(username, new Users.Change(null, null, true), "users.disabled", flash);
    }

    @PostMapping(LIST + "/{username}/enable")
    String enable(@PathVariable String username, RedirectAttributes flash) {
        return change(username, new Users.Change(null, null, false), "users.enabled", flash);
    }

    private String change(String username, Users.Change change, String said, RedirectAttributes flash) {
        String back = Address.user(username);
        return Forms.send(back, Map.of(), flash, () -> {
            users.update(username, change, current.get());
            Forms.say(flash, Words.of(said, username));
            return back;
        });
    }

    @GetMapping(LIST + "/{username}/delete")
    String ask(@PathVariable String username, Model model) {
        model.addAttribute("user", users.get(username, current.get()));
        return "pages/admin-user-delete";
    }

    /** @param confirm the username, typed once more */
    @PostMapping(LIST + "/{username}/delete")
    String delete(
            @PathVariable String username, @RequestParam(defaultValue = "") String confirm, RedirectAttributes flash) {
        return Forms.send(Address.user(username) + "/delete", Map.of(), flash, () -> {
            User user = users.get(username, current.get());
            if (!confirm.strip().equals(user.username())) {
                throw Failure.invalid(Words.of("users.unconfirmed", username), Words.of("users.confirm"));
            }
            users.delete(username, current.get());
            Forms.say(flash, Words.of("users.deleted", username));
            return LIST;
        });
    }
}
