package dev.lockkeeper.web;

import dev.lockkeeper.audit.Anchor;
import dev.lockkeeper.audit.Anchors;
import dev.lockkeeper.security.CurrentPerson;
import dev.lockkeeper.security.Person;
import dev.lockkeeper.security.Role;
import dev.lockkeeper.security.Users;
import dev.lockkeeper.target.Target;
import dev.lockkeeper.target.TargetPolicy;
import dev.lockkeeper.target.Targets;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** What roles there are, and what the server asks of others; for admins. */
@Controller
class AdminPages {
    private final Users users;
    private final Targets targets;
    private final Anchors anchors;
    private final RoleWords words;
    private final CurrentPerson current;

    AdminPages(Users users, Targets targets, Anchors anchors, RoleWords words, CurrentPerson current) {
        this.users = users;
        this.targets = targets;
        this.anchors = anchors;
        this.words = words;
        this.current = current;
    }

    record RoleRow(String wire, String does, String isNot, long holders) {}

    /**
     * What a target's policy asks at a launch.
     *
     * @param how the way it is asked, in words
     * @param where an address, or the query
     */
    record Probe(Target target, String what, String how, @Nullable String where) {}

    @GetMapping("/admin")
    String front() {
        current.get().require(Role.ADMIN, null, null);
        return "redirect:/admin/users";
    }

    @GetMapping("/admin/roles")
    String roles(Model model) {
        Map<Role, Long> holders = users.holders(current.get());
        model.addAttribute(
                "rows",
                Arrays.stream(Role.values())
                        .map(role -> new RoleRow(
                                role.wire(),
                                words.does(role),
                                Words.of("roles.not." + role.wire()),
                                holders.getOrDefault(role, 0L)))
                        .toList());
        return "pages/admin-roles";
    }

    @GetMapping("/admin/hooks")
    String hooks(Model model) {
        Person person = current.get();
        person.require(Role.ADMIN, null, null);
        Anchor anchor = anchors.state().orElse(null);
        model.addAttribute("anchor", anchor);
        model.addAttribute("mark", anchor == null ? null : mark(anchor));
        model.addAttribute(
                "probes", targets.list(person).stream().flatMap(this::probes).toList());
        return "pages/admin-hooks";
    }

    private Mark mark(Anchor anchor) {
        if (anchor.error() != null) {
            return new Mark("cross", Words.of("hooks.mark.failing"), "bad");
        }
        return anchor.anchoredAt() == null
                ? new Mark("clock", Words.of("hooks.mark.none"), "hold")
                : new Mark("check", Words.of("hooks.mark.arrived"), "ok");
    }

    private Stream<Probe> probes(Target target) {
        TargetPolicy policy = TargetPolicy.of(target);
        return Stream.concat(
                policy.backup() == null ? Stream.of() : Stream.of(backup(target, policy.backup())),
                policy.freeDisk() == null
                        ? Stream.of()
                        : Stream.of(new Probe(
                                target,
                                Words.of("hooks.freeDisk"),
                                Words.of("hooks.bySql"),
                                policy.freeDisk().sql())));
    }

    private Probe backup(Target target, TargetPolicy.Backup backup) {
        String what = Words.of("hooks.backup", Show.VALUES.duration(backup.maxAge()));
        if (backup.http() != null) {
            return new Probe(target, what, Words.of("hooks.byHttp"), String.valueOf(backup.http()));
        }
        return backup.sql() != null
                ? new Probe(target, what, Words.of("hooks.bySql"), backup.sql())
                : new Probe(target, what, Words.of("hooks.byPerson"), null);
    }
}
