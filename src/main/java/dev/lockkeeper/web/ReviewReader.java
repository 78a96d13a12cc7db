package dev.lockkeeper.web;

import dev.lockkeeper.Failure;
import dev.lockkeeper.catalog.Migration;
import dev.lockkeeper.catalog.Revision;
import dev.lockkeeper.check.Lints;
import dev.lockkeeper.check.ReviewView;
import dev.lockkeeper.check.Reviews;
import dev.lockkeeper.run.Run;
import dev.lockkeeper.security.Person;
import dev.lockkeeper.target.Target;
import dev.lockkeeper.target.Targets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Gathers what a review page shows. */
@Component
class ReviewReader {
    private static final int RUNS = 20;

    private final ReviewTalk talk;
    private final Reviews reviews;
    private final Lints lints;
    private final Targets targets;
    private final RunViews views;

    ReviewReader(ReviewTalk talk, Reviews reviews, Lints lints, Targets targets, RunViews views) {
        this.talk = talk;
        this.reviews = reviews;
        this.lints = lints;
        this.targets = targets;
        this.views = views;
    }

    /** The targets that the migration could run on. */
    List<Target> targetsFor(Revision revision, Person by) {
        return targets.list(by).stream()
                .filter(target -> target.engine() == revision.plan().engine())
                .toList();
    }

    Review read(Migration migration, Revision revision, @Nullable Target target, Person by) {
        List<Run> runs = target == null ? List.of() : views.newest(migration.id(), target.name(), RUNS, by);
        ReviewView exact = null;
        Failure unresolved = null;
        if (target != null) {
            try {
                exact = reviews.review(revision, target);
            } catch (Failure failure) {
                unresolved = failure;
            }
        }
        return new Review(
                migration,
                revision,
                target,
                exact,
                unresolved,
                talk.approvals(revision, target, by),
                talk.rejections(revision, target, by),
                runs,
                target == null ? new Lints.Linted(lints.of(revision), null) : lints.of(revision, target),
                talk.policy(target),
                runs.stream()
                        .filter(run -> run.revision() == revision.number())
                        .findFirst()
                        .map(views::awaitedApproval)
                        .orElse(null));
    }

    List<TalkThread> threads(Revision revision, Person by) {
        return talk.threads(revision, by);
    }
}
