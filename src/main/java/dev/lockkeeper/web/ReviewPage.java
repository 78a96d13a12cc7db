package dev.lockkeeper.web;

import dev.lockkeeper.Failure;
import dev.lockkeeper.catalog.Approvals;
import dev.lockkeeper.catalog.Comments;
import dev.lockkeeper.catalog.Migration;
import dev.lockkeeper.catalog.Migrations;
import dev.lockkeeper.catalog.Revision;
import dev.lockkeeper.check.Reviews;
import dev.lockkeeper.security.CurrentPerson;
import dev.lockkeeper.security.Person;
import dev.lockkeeper.security.Role;
import dev.lockkeeper.target.Target;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** One migration: what a revision will do on a target, statement by statement, and the approvals of exactly that. */
@Controller
class ReviewPage {
    private static final String SEEN = "seen.";

    private final ReviewReader reader;
    private final Migrations migrations;
    private final Reviews reviews;
    private final Approvals approvals;
    private final CurrentPerson current;

    ReviewPage(
            ReviewReader reader, Migrations migrations, Reviews reviews, Approvals approvals, CurrentPerson current) {
        this.reader = reader;
        this.migrations = migrations;
        this.reviews = reviews;
        this.approvals = approvals;
        this.current = current;
    }

    @GetMapping("/migrations/{id}")
    String show(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable Integer revision,
            @RequestParam(required = false) @Nullable String target,
            @RequestParam(required = false) @Nullable String phase,
            Model model) {
        Person person = current.get();
        Migration migration = migrations.get(id, person);
        Revision shown = migrations.revision(id, revision, person);
        List<Target> choices = reader.targetsFor(shown, person);
        Target chosen = chosen(choices, Forms.blankToNull(target));
        Review review = reader.read(migration, shown, chosen, person);
        Reader who = Reader.of(
                person,
                chosen == null ? null : chosen.environment(),
                chosen == null ? null : chosen.team(),
                review.policy().approvals(),
                shown.authorId());
        model.addAttribute("review", review);
        model.addAttribute("targets", choices);
        model.addAttribute("reader", who);
        model.addAttribute("next", review.standing().next(who));
        model.addAttribute("phase", phase == null ? review.awaited() : phase);
        model.addAttribute("mayComment", Comments.mayComment(migration, person));
        model.addAttribute("mayWrite", person.mayAnywhere(Role.AUTHOR));
        model.addAttribute("threads", reader.threads(shown, person));
        model.addAttribute("description", Markdown.html(shown.plan().description()));
        revisions(shown, person, model);
        return "pages/migration";
    }

    /** The one that was asked for; a name that is not among them is an error, never silently another one. */
    private static @Nullable Target chosen(List<Target> choices, @Nullable String name) {
        if (name == null) {
            return choices.isEmpty() ? null : choices.getFirst();
        }
        return choices.stream()
                .filter(target -> target.name().equals(name))
                .findFirst()
                .orElseThrow(() -> Failure.notFound("target of this migration's engine", name));
    }

    private void revisions(Revision shown, Person person, Model model) {
        List<Revision> all = reader.revisions(shown.migration(), person);
        model.addAttribute("revisions", all);
        all.stream()
                .filter(other -> other.number() == shown.number() - 1)
                .findFirst()
                .ifPresent(before -> model.addAttribute("diff", LineDiff.of(before.text(), shown.text())));
    }

    @PostMapping("/migrations/{id}/approvals")
    String approve(
            @PathVariable String id,
            @RequestParam int revision,
            @RequestParam Map<String, String> form,
            RedirectAttributes flash) {
        String target = form.getOrDefault("target", "");
        String back = Address.review(id, revision, target);
        return Forms.send(back, form, flash, () -> {
            String phase = Forms.blankToNull(form.get("phase"));
            String comment = form.getOrDefault("comment", "").strip();
            reviews.approve(
                    new Reviews.Word(id, revision, form.getOrDefault("digest", ""), target, phase, seen(form), comment),
                    current.get());
            Forms.say(
                    flash,
                    "Approved revision " + revision + " for " + target
                            + (phase == null ? "." : ", phase " + phase + "."));
            return back;
        });
    }

    /** The digests of the SQL that stood on the page. */
    private static Map<String, String> seen(Map<String, String> form) {
        return form.entrySet().stream()
                .filter(field -> field.getKey().startsWith(SEEN))
                .collect(Collectors.toMap(field -> field.getKey().substring(SEEN.length()), Map.Entry::getValue));
    }

    @PostMapping("/migrations/{id}/approvals/{approval}/withdraw")
    String withdraw(
            @PathVariable String id,
            @PathVariable UUID approval,
            @RequestParam int revision,
            @RequestParam String target,
            RedirectAttributes flash) {
        String back = Address.review(id, revision, target);
        return Forms.send(back, Map.of(), flash, () -> {
            approvals.withdraw(approval, current.get());
            Forms.say(flash, "The approval is withdrawn. What already runs is not stopped by it.");
            return back;
        });
    }
}
