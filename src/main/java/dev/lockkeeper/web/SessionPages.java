package dev.lockkeeper.web;

import dev.lockkeeper.Failure;
import dev.lockkeeper.security.CurrentPerson;
import dev.lockkeeper.security.Person;
import dev.lockkeeper.target.Locks;
import dev.lockkeeper.target.Session;
import dev.lockkeeper.target.Targets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Ending somebody's session on a target: asked about first, and recorded. */
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
        Session session = locks.sessions(name, person).stream()
                .filter(each -> each.id() == id)
                .findFirst()
                .orElseThrow(() -> Failure.notFound("session on " + name, String.valueOf(id)));
        model.addAttribute("target", targets.get(name, person));
        model.addAttribute("other", session);
        return "pages/session-end";
    }

    @PostMapping("/targets/{name}/sessions/{id}")
    String end(
            @PathVariable String name,
            @PathVariable long id,
            @RequestParam String how,
            @RequestParam(required = false) @Nullable String reason,
            RedirectAttributes flash) {
        String back = Address.target(name);
        return Forms.send(back, Map.of(), flash, () -> {
            Locks.End end = how.equals(Locks.End.TERMINATE.wire()) ? Locks.End.TERMINATE : Locks.End.CANCEL;
            locks.end(name, id, end, Forms.blankToNull(reason), current.get());
            Forms.say(flash, (end == Locks.End.CANCEL ? "The statement of session " : "Session ") + id + " was ended.");
            return back;
        });
    }
}
