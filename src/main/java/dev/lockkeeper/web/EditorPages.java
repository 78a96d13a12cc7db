package dev.lockkeeper.web;

import dev.lockkeeper.Failure;
import dev.lockkeeper.catalog.Migrations;
import dev.lockkeeper.catalog.Revision;
import dev.lockkeeper.security.CurrentPerson;
import dev.lockkeeper.security.Person;
import dev.lockkeeper.security.Role;
import dev.lockkeeper.target.Targets;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The editor. Whatever it answers, it gives back the text that it was sent. */
@Controller
class EditorPages {
    /** Browsers drop the line break after the opening tag of a text area; without one of ours they would drop one of the text. */
    private static final String LINE_EATEN = "\n";

    private final Migrations migrations;
    private final Targets targets;
    private final Starters starters;
    private final DraftReader drafts;
    private final CurrentPerson current;

    EditorPages(Migrations migrations, Targets targets, Starters starters, DraftReader drafts, CurrentPerson current) {
        this.migrations = migrations;
        this.targets = targets;
        this.starters = starters;
        this.drafts = drafts;
        this.current = current;
    }

    /**
     * @param from a migration whose newest text is the start of a new revision
     * @param template one of {@link Starters}
     * @param target chosen for the findings
     */
    @GetMapping("/migrations/new")
    String open(
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String template,
            @RequestParam(required = false) @Nullable String target,
            Model model) {
        String migration = Forms.blankToNull(from);
        String chosen = Forms.blankToNull(template);
        String text = migration == null
                ? starters.whole(chosen == null ? Starters.FIRST : chosen)
                : newest(migration).text();
        return page(text, migration, target, chosen, null, model);
    }

    private Revision newest(String migration) {
        return migrations.revision(migration, null, current.get());
    }

    /** The same page with something done to its text: a template opened, a step inserted, or nothing but a look at it. */
    @PostMapping("/migrations/new")
    String again(@RequestParam Map<String, String> form, Model model) {
        String text = text(form.getOrDefault("text", ""));
        String from = Forms.blankToNull(form.get("from"));
        String target = form.get("target");
        String template = form.getOrDefault("template", "");
        String wish = form.getOrDefault("do", "check");
        if (wish.equals("template")) {
            String whole = starters.whole(template);
            if (starters.untouched(text)) {
                return page(whole, from, target, template, null, model);
            }
            model.addAttribute("asked", template);
        }
        String now = wish.equals("insert") ? InsertedStep.at(text, starters.step(form.getOrDefault("step", ""))) : text;
        model.addAttribute("unsent", true);
        return page(now, from, target, template, drafts.read(now, Forms.blankToNull(target), current.get()), model);
    }

    /** What there is to say of the text, alone, for those who are typing. */
    @PostMapping("/migrations/check")
    String check(
            @RequestParam(defaultValue = "") String text,
            @RequestParam(required = false) @Nullable String target,
            Model model) {
        model.addAttribute("draft", drafts.read(text(text), Forms.blankToNull(target), current.get()));
        return "fragments/draft :: findings";
    }

    @PostMapping("/migrations")
    String submit(
            @RequestParam String text,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String target,
            Model model,
            RedirectAttributes flash,
            HttpServletResponse response) {
        try {
            Migrations.Submission submission = migrations.submit(text(text), current.get());
            Revision revision = submission.revision();
            Forms.say(
                    flash,
                    submission.created()
                            ? "Stored as revision " + revision.number() + "."
                            : "This text is there already, as revision " + revision.number()
                                    + ". Nothing was changed.");
            return "redirect:" + Address.review(revision.migration(), revision.number(), Forms.blankToNull(target));
        } catch (Failure failure) {
            // The places are listed beside the text, and not a second time above it.
            model.addAttribute("failure", new Failure(failure.code(), failure.message(), failure.advice()));
            model.addAttribute("unsent", true);
            response.setStatus(failure.code().status());
            return page(text(text), Forms.blankToNull(from), target, null, Draft.refused(failure), model);
        }
    }

    /** A browser sends a text area with CRLF; the digest is over what the author wrote. */
    private static String text(String sent) {
        return sent.replace("\r\n", "\n");
    }

    private String page(
            String text,
            @Nullable String from,
            @Nullable String target,
            @Nullable String template,
            @Nullable Draft draft,
            Model model) {
        Person person = current.get();
        model.addAttribute("text", LINE_EATEN + text);
        model.addAttribute("from", from);
        model.addAttribute("draft", draft);
        model.addAttribute("targets", targets.list(person));
        model.addAttribute("target", target);
        model.addAttribute("template", template == null ? Starters.FIRST : template);
        model.addAttribute("starters", starters);
        model.addAttribute("mayWrite", person.mayAnywhere(Role.AUTHOR));
        model.addAttribute("sqlWords", SqlText.words());
        return "pages/migration-new";
    }
}
