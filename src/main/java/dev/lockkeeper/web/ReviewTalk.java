package dev.lockkeeper.web;

import dev.lockkeeper.catalog.Approval;
import dev.lockkeeper.catalog.Approvals;
import dev.lockkeeper.catalog.Comment;
import dev.lockkeeper.catalog.Comments;
import dev.lockkeeper.catalog.Decisions;
import dev.lockkeeper.catalog.Policy;
import dev.lockkeeper.catalog.Rejection;
import dev.lockkeeper.catalog.Rejections;
import dev.lockkeeper.catalog.Revision;
import dev.lockkeeper.plan.Phase;
import dev.lockkeeper.security.Person;
import dev.lockkeeper.security.Role;
import dev.lockkeeper.target.Target;
import dev.lockkeeper.target.Targets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What people have said of a revision: approvals, rejections, comments. */
@Component
class ReviewTalk {
    private final Approvals approvals;
    private final Rejections rejections;
    private final Comments comments;
    private final Decisions decisions;
    private final Targets targets;

    ReviewTalk(Approvals approvals, Rejections rejections, Comments comments, Decisions decisions, Targets targets) {
        this.approvals = approvals;
        this.rejections = rejections;
        this.comments = comments;
        this.decisions = decisions;
        this.targets = targets;
    }

    Policy policy(@Nullable Target target) {
        return target == null ? Policy.shipped("no target") : decisions.policy(target.environment());
    }

    List<Approval> approvals(Revision revision, @Nullable Target target, Person by) {
        return approvals.of(revision.migration(), revision.number()).stream()
                .filter(approval -> shown(approval.target(), target, by))
                .toList();
    }

    List<Rejection> rejections(Revision revision, @Nullable Target target, Person by) {
        return rejections.of(revision.migration(), revision.number()).stream()
                .filter(rejection -> shown(rejection.target(), target, by))
                .toList();
    }

    private boolean shown(String name, @Nullable Target target, Person by) {
        return target == null ? !targets.hidden(name, by) : name.equals(target.name());
    }

    List<TalkThread> threads(Revision revision, Person by) {
        List<TalkThread.Line> lines = comments.all(revision.migration(), revision.number(), by).stream()
                .map(comment -> line(comment, revision, by))
                .toList();
        return lines.stream()
                .filter(line -> line.comment().replyTo() == null)
                .map(begin -> new TalkThread(
                        begin,
                        lines.stream()
                                .filter(line -> Objects.equals(
                                        line.comment().replyTo(),
                                        begin.comment().id()))
                                .toList()))
                .toList();
    }

    private static TalkThread.Line line(Comment comment, Revision revision, Person by) {
        boolean withdrawn = comment.withdrawnAt() != null;
        boolean mine = !withdrawn && (comment.authorId() == by.userId() || by.may(Role.ADMIN, null, null));
        return new TalkThread.Line(
                comment, withdrawn ? "" : Markdown.html(comment.text()), place(comment, revision), mine);
    }

    private static String place(Comment comment, Revision revision) {
        if (comment.phase() == null || comment.replyTo() != null) {
            return "";
        }
        Integer step = comment.step();
        return comment.phase()
                + (step == null
                        ? ""
                        : revision.plan()
                                .phase(comment.phase())
                                .map(Phase::steps)
                                .filter(steps -> step < steps.size())
                                .map(steps -> ", " + steps.get(step).title())
                                .orElse(""));
    }
}
