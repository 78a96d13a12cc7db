package dev.lockkeeper.web;

import dev.lockkeeper.Failure;
import dev.lockkeeper.catalog.Comments;
import dev.lockkeeper.catalog.Migration;
import dev.lockkeeper.catalog.Migrations;
import dev.lockkeeper.catalog.Revision;
import dev.lockkeeper.check.Blasts;
import dev.lockkeeper.check.ReviewReading;
import dev.lockkeeper.security.CurrentPerson;
import dev.lockkeeper.security.Person;
import dev.lockkeeper.security.Role;
import dev.lockkeeper.target.Target;
import dev.lockkeeper.target.TargetLists;
import dev.lockkeeper.target.TargetLists.Choice;
import dev.lockkeeper.target.Targets;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** One migration: what a revision will do on a target, statement by statement, and what people say of exactly that. */
@Controller
class ReviewPage {
    private final ReviewReader reader;
    private final RevisionHistory history;
    private final Migrations migrations;
    private final Targets targets;
    private final TargetLists lists;
    private final CurrentPerson current;

    ReviewPage(
            ReviewReader reader,
            RevisionHistory history,
            Migrations migrations,
            Targets targets,
            TargetLists lists,
            CurrentPerson current) {
        this.reader = reader;
        this.history = history;
        this.migrations = migrations;
        this.targets = targets;
        this.lists = lists;
        this.current = current;
    }

    /**
     * @param diff two revisions to compare: {@code 2..3}
     * @param lines {@code all} for the unchanged ones of the comparison too
     */
    @GetMapping("/migrations/{id}")
    String show(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable Integer revision,
            @RequestParam(required = false) @Nullable String target,
            @RequestParam(required = false) @Nullable String phase,
            @RequestParam(required = false) @Nullable List<String> diff,
            @RequestParam(required = false) @Nullable String lines,
            HttpServletRequest request,
            Model model) {
        Person person = current.get();
        Migration migration = migrations.get(id, person);
        Revision shown = migrations.revision(id, revision, person);
        List<Choice> choices = lists.choices(shown.plan().engine(), person);
        Target chosen = chosen(shown, choices, Forms.blankToNull(target), person);
        Look<ReviewReading> look = reader.look(shown, chosen, Again.now(request, model));
        Review review = reader.read(migration, shown, chosen, look, person);
        Again.tell(request, look, model);
        Reader who = Reader.of(
                person,
                chosen == null ? null : chosen.environment(),
                chosen == null ? null : chosen.team(),
                review.policy().approvals(),
                shown.authorId());
        model.addAttribute("review", review);
        model.addAttribute(
                "blasts", look.value() == null ? Blasts.NONE : look.value().blasts());
        model.addAttribute("options", TargetOptions.html(choices, chosen == null ? null : chosen.name()));
        model.addAttribute("reader", who);
        model.addAttribute("next", review.standing().next(who));
        model.addAttribute("phase", phase == null ? review.awaited() : phase);
        model.addAttribute("mayComment", Comments.mayComment(migration, person));
        model.addAttribute("mayWrite", person.mayAnywhere(Role.AUTHOR));
        model.addAttribute("threads", reader.threads(shown, person));
        model.addAttribute("description", Markdown.html(shown.plan().description()));
        model.addAttribute("history", history.lines(id, person));
        if (diff != null && !diff.isEmpty()) {
            RevisionDiff.Range range = RevisionDiff.Range.read(diff);
            model.addAttribute("diff", history.diff(id, range, "all".equals(lines), person));
        }
        return Again.view(request, "pages/migration");
    }

    /** The one that was asked for; a name that is not among them is an error, never silently another one. */
    private @Nullable Target chosen(Revision revision, List<Choice> choices, @Nullable String name, Person person) {
        if (name == null) {
            return choices.isEmpty()
                    ? null
                    : targets.find(choices.getFirst().name(), person).orElse(null);
        }
        return targets.find(name, person)
                .filter(target -> target.engine() == revision.plan().engine())
                .orElseThrow(() -> Failure.notFound(revision.plan().engine().wire() + " target", name));
    }
}
