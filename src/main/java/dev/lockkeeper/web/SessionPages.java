package dev.lockkeeper.web;

import dev.lockkeeper.security.CurrentPerson;
import dev.lockkeeper.security.Person;
import dev.lockkeeper.target.LockTree;
import dev.lockkeeper.target.Locks;
import dev.lockkeeper.target.Session;
import dev.lockkeeper.target.Targets;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Ending somebody's session on a target: asked about first, with what comes of it, and recorded. */
@Controller
class SessionPages {
    private final Targets targets;
    private final Locks locks;
    private final CurrentPerson current;

    SessionPages(Targets targets, Locks locks, CurrentPerson current) {
        this.targets = targets;
        this.locks = locks;
        this.current = current;
    }

    @GetMapping("/targets/{name}/sessions/{id}")
    String ask(@PathVariable String name, @PathVariable long id, Model model) {
        Person person = current.get();
        Session session = locks.toEnd(name, id, person);
        model.addAttribute("target", targets.get(name, person));
        model.addAttribute("other", session);
        model.addAttribute("waiting", waiting(LockTree.of(locks.sessions(name, person)), id));
        return "pages/session-end";
    }

    /** How many wait for it, directly or behind others. */
    private static int waiting(LockTree tree, long id) {
        return tree.roots().stream().mapToInt(root -> below(root, id)).sum();
    }

    private static int below(LockTree.Node node, long id) {
        if (node.session().id() == id) {
            return node.ids().size() - 1;
        }
        return node.blocks().stream().mapToInt(each -> below(each, id)).sum();
    }

    @PostMapping("/targets/{name}/sessions/{id}")
    String end(
            @PathVariable String name,
            @PathVariable long id,
            @RequestParam String how,
            @RequestParam(defaultValue = "false") boolean ours,
            @RequestParam Map<String, String> form,
            RedirectAttributes flash) {
        Locks.End end = how.equals(Locks.End.TERMINATE.wire()) ? Locks.End.TERMINATE : Locks.End.CANCEL;
        String page = Address.target(name);
        String asked = page + "/sessions/" + id;
        if (end == Locks.End.TERMINATE && !NameTyped.is(name, form.get(NameTyped.FIELD))) {
            return Forms.send(asked, form, flash, () -> {
                NameTyped.require(name, form.get(NameTyped.FIELD));
                return page;
            });
        }
        return Forms.send(page, Map.of(), flash, () -> {
            locks.end(
                    new Locks.Wish(name, id, Forms.blankToNull(form.get("mark")), end),
                    Forms.blankToNull(form.get("reason")),
                    ours,
                    current.get());
            Forms.say(flash, (end == Locks.End.CANCEL ? "The statement of session " : "Session ") + id + " was ended.");
            return page;
        });
    }
}
