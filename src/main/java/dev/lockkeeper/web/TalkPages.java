package dev.lockkeeper.web;

import dev.lockkeeper.catalog.Comments;
import dev.lockkeeper.security.CurrentPerson;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Saying something, from the page of a migration. */
@Controller
class TalkPages {
    private final Comments comments;
    private final CurrentPerson current;

    TalkPages(Comments comments, CurrentPerson current) {
        this.comments = comments;
        this.current = current;
    }

    @PostMapping("/migrations/{id}/comments")
    String comment(
            @PathVariable String id,
            @RequestParam int revision,
            @RequestParam(required = false) @Nullable Long replyTo,
            @RequestParam Map<String, String> form,
            RedirectAttributes flash) {
        String back = Address.review(id, revision, Forms.blankToNull(form.get("target")));
        return Forms.send(back + "#talk", form, flash, () -> {
            comments.add(
                    new Comments.Request(
                            id,
                            revision,
                            form.getOrDefault("text", "").replace("\r\n", "\n").strip(),
                            replyTo,
                            Forms.blankToNull(form.get("about")),
                            null),
                    current.get());
            Forms.say(flash, "Your comment is stored.");
            return back + "#talk";
        });
    }

    @PostMapping("/migrations/{id}/comments/{comment}/withdraw")
    String withdraw(
            @PathVariable String id,
            @PathVariable long comment,
            @RequestParam int revision,
            @RequestParam Map<String, String> form,
            RedirectAttributes flash) {
        String back = Address.review(id, revision, Forms.blankToNull(form.get("target"))) + "#talk";
        return Forms.send(back, Map.of(), flash, () -> {
            comments.withdraw(id, revision, comment, current.get());
            Forms.say(flash, "The comment is withdrawn.");
            return back;
        });
    }
}
