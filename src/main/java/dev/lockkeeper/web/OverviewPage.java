package dev.lockkeeper.web;

import dev.lockkeeper.catalog.Approval;
import dev.lockkeeper.catalog.Decisions;
import dev.lockkeeper.catalog.Migration;
import dev.lockkeeper.catalog.Migrations;
import dev.lockkeeper.catalog.Rejection;
import dev.lockkeeper.catalog.Revision;
import dev.lockkeeper.catalog.Votes;
import dev.lockkeeper.run.Run;
import dev.lockkeeper.run.RunState;
import dev.lockkeeper.run.Runs;
import dev.lockkeeper.security.CurrentPerson;
import dev.lockkeeper.security.Person;
import dev.lockkeeper.security.Role;
import dev.lockkeeper.target.Target;
import dev.lockkeeper.target.Targets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** What runs now, what waits for the reader, what went wrong, and the targets at a glance. */
@Controller
class OverviewPage {
    private static final int ACTIVE = 50;
    private static final int RECENT = 8;
    private static final int NEWEST = 20;

    private final Runs runs;
    private final RunViews views;
    private final Migrations migrations;
    private final Decisions decisions;
    private final Targets targets;
    private final CurrentPerson current;

    OverviewPage(
            Runs runs,
            RunViews views,
            Migrations migrations,
            Decisions decisions,
            Targets targets,
            CurrentPerson current) {
        this.runs = runs;
        this.views = views;
        this.migrations = migrations;
        this.decisions = decisions;
        this.targets = targets;
        this.current = current;
    }

    /** Something that waits for the reader. */
    record Waiting(Mark mark, String title, String detail, String href, Act act) {}

    /** @param run what is on its way there, null when nothing is */
    record Glance(Target target, @Nullable RunRow run) {}

    @GetMapping("/")
    String show(Model model) {
        Person person = current.get();
        List<Run> active = runs.list(null, null, true, ACTIVE, null, person).items();
        model.addAttribute(
                "running",
                active.stream().filter(run -> !wrong(run)).map(RunRow::of).toList());
        model.addAttribute(
                "wrong",
                active.stream().filter(OverviewPage::wrong).map(RunRow::of).toList());
        model.addAttribute("waiting", waiting(active, person));
        model.addAttribute(
                "recent",
                runs.list(null, null, false, RECENT, null, person).items().stream()
                        .map(RunRow::of)
                        .toList());
        model.addAttribute(
                "glances",
                targets.list(person).stream()
                        .map(target -> glance(target, active))
                        .toList());
        return "pages/overview";
    }

    private static boolean wrong(Run run) {
        return run.state() == RunState.FAILED || run.state() == RunState.STUCK;
    }

    private static Glance glance(Target target, List<Run> active) {
        RunRow row = active.stream()
                .filter(run -> run.target().equals(target.name()))
                .findFirst()
                .map(RunRow::of)
                .orElse(null);
        return new Glance(target, row);
    }

    private List<Waiting> waiting(List<Run> active, Person person) {
        List<Waiting> waiting = new ArrayList<>();
        for (Run run : active) {
            NextAction next = views.next(run, person);
            if (next.act() != null) {
                String detail = run.title() + " on " + run.target();
                waiting.add(new Waiting(next.mark(), next.title(), detail, Address.run(run.id()), next.act()));
            }
        }
        if (Stream.of(Role.AUTHOR, Role.APPROVER, Role.OPERATOR).anyMatch(person::mayAnywhere)) {
            migrations
                    .list(null, NEWEST, null, person)
                    .items()
                    .forEach(migration -> addReview(migration, person, waiting));
        }
        return waiting;
    }

    /** Whether as many have approved for the target as are asked for; whether these count, its own page says. */
    private boolean enough(String target, List<Approval> given) {
        long people = given.stream()
                .filter(approval -> approval.target().equals(target))
                .map(Approval::approverId)
                .distinct()
                .count();
        return targets.find(target)
                .map(found -> people
                        >= decisions.policy(found.environment()).approvals().count())
                .orElse(false);
    }

    /** A newest revision that was never launched waits for an approver, once approved for an operator, rejected for its author. */
    private void addReview(Migration migration, Person person, List<Waiting> waiting) {
        boolean launched = runs.list(migration.id(), null, null, NEWEST, null, person).items().stream()
                .anyMatch(run -> run.revision() == migration.latest());
        if (launched) {
            return;
        }
        Revision revision = migrations.revision(migration.id(), migration.latest(), person);
        Votes votes = decisions.votes(migration.id(), migration.latest());
        List<Rejection> rejected = votes.rejections().stream()
                .filter(rejection -> rejection.withdrawnAt() == null && !targets.hidden(rejection.target(), person))
                .toList();
        if (!rejected.isEmpty() && revision.authorId() == person.userId()) {
            waiting.add(rejected(migration, rejected.getFirst()));
        }
        List<Approval> given = votes.approvals().stream()
                .filter(approval -> approval.withdrawnAt() == null && !targets.hidden(approval.target(), person))
                .toList();
        boolean mayApprove = person.mayAnywhere(Role.APPROVER) && revision.authorId() != person.userId();
        Optional<Approval> enough = given.stream()
                .filter(approval -> enough(approval.target(), given))
                .filter(approval -> rejected.stream()
                        .noneMatch(rejection -> rejection.target().equals(approval.target())))
                .findFirst();
        boolean mine = given.stream().anyMatch(approval -> approval.approverId() == person.userId())
                || rejected.stream().anyMatch(rejection -> rejection.rejecterId() == person.userId());
        if (enough.isEmpty() && mayApprove && !mine) {
            String detail = "by " + revision.author() + ", revision " + revision.number();
            String href = Address.review(migration.id(), revision.number(), null);
            waiting.add(new Waiting(
                    new Mark("clock", "needs approval", "run"), migration.title(), detail, href, Act.APPROVE));
        } else if (enough.isPresent() && person.mayAnywhere(Role.OPERATOR)) {
            String target = enough.get().target();
            String detail = "approved for " + target + " by " + enough.get().approver();
            String href = Address.review(migration.id(), revision.number(), target);
            waiting.add(
                    new Waiting(new Mark("check", "approved", "ok"), migration.title(), detail, href, Act.OPEN_BOARD));
        }
    }

    private static Waiting rejected(Migration migration, Rejection rejection) {
        String detail = rejection.rejecter() + " rejected it for " + rejection.target() + ": “"
                + Show.VALUES.shortened(rejection.comment()) + "”";
        String href = Address.review(migration.id(), rejection.revision(), rejection.target());
        return new Waiting(new Mark("cross", "rejected", "bad"), migration.title(), detail, href, Act.SUBMIT);
    }
}
