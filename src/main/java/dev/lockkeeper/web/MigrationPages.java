package dev.lockkeeper.web;

import dev.lockkeeper.Failure;
import dev.lockkeeper.catalog.Migrations;
import dev.lockkeeper.catalog.Revision;
import dev.lockkeeper.security.CurrentPerson;
import dev.lockkeeper.security.Person;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The editor that adds to the catalog. */
@Controller
class MigrationPages {
    /** Browsers drop the line break after the opening tag of a text area; without one of ours they would drop one of the text. */
    private static final String LINE_EATEN = "\n";

    private final Migrations migrations;
    private final CurrentPerson current;

    MigrationPages(Migrations migrations, CurrentPerson current) {
        this.migrations = migrations;
        this.current = current;
    }

    /** @param from a migration whose newest text is the start of a new revision */
    @GetMapping("/migrations/new")
    String editor(@RequestParam(required = false) @Nullable String from, Model model) {
        Person person = current.get();
        String migration = Forms.blankToNull(from);
        Revision newest = migration == null ? null : migrations.revision(migration, null, person);
        model.addAttribute("from", newest);
        model.addAttribute("text", LINE_EATEN + (newest == null ? StartingText.TEXT : newest.text()));
        return "pages/migration-new";
    }

    @PostMapping("/migrations")
    String submit(@RequestParam String text, Model model, RedirectAttributes flash, HttpServletResponse response) {
        try {
            // A browser sends a textarea with CRLF; the digest is over what the author wrote.
            Migrations.Submission submission = migrations.submit(text.replace("\r\n", "\n"), current.get());
            Revision revision = submission.revision();
            Forms.say(
                    flash,
                    submission.created()
                            ? "Stored as revision " + revision.number() + "."
                            : "This text is there already, as revision " + revision.number()
                                    + ". Nothing was changed.");
            return "redirect:" + Address.review(revision.migration(), revision.number(), null);
        } catch (Failure failure) {
            model.addAttribute("failure", failure);
            model.addAttribute("text", LINE_EATEN + text);
            response.setStatus(failure.code().status());
            return "pages/migration-new";
        }
    }
}
