package dev.lockkeeper.web;

import dev.lockkeeper.Failure;
import dev.lockkeeper.catalog.Migration;
import dev.lockkeeper.catalog.Migrations;
import dev.lockkeeper.catalog.Revision;
import dev.lockkeeper.check.ReviewView;
import dev.lockkeeper.check.Reviews;
import dev.lockkeeper.run.Run;
import dev.lockkeeper.run.Runs;
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

    private final Migrations migrations;
    private final ReviewTalk talk;
    private final Reviews reviews;
    private final Targets targets;
    private final Runs allRuns;
    private final RunViews views;

    ReviewReader(Migrations migrations, ReviewTalk talk, Reviews reviews, Targets targets, Runs runs, RunViews views) {
        this.migrations = migrations;
        this.talk = talk;
        this.reviews = reviews;
        this.targets = targets;
        this.allRuns = runs;
        this.views = views;
    }

    /** The targets that the migration could run on. */
    List<Target> targetsFor(Revision revision, Person by) {
        return targets.list(by).stream()
                .filter(target -> target.engine() == revision.plan().engine())
                .toList();
    }

    Review read(Migration migration, Revision revision, @Nullable Target target, Person by) {
        List<Run> runs = target == null ? List.of() : runsOf(migration.id(), target.name(), by);
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

    List<Revision> revisions(String migration, Person by) {
        return migrations.revisions(migration, by);
    }

    private List<Run> runsOf(String migration, String target, Person by) {
        return allRuns.list(migration, target, null, RUNS, null, by).items();
    }
}
