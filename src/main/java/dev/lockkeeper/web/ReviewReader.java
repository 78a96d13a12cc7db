package dev.lockkeeper.web;

import dev.lockkeeper.Failure;
import dev.lockkeeper.catalog.Migration;
import dev.lockkeeper.catalog.Policy;
import dev.lockkeeper.catalog.Revision;
import dev.lockkeeper.check.Blasts;
import dev.lockkeeper.check.Lints;
import dev.lockkeeper.check.ReviewReading;
import dev.lockkeeper.check.ReviewReadings;
import dev.lockkeeper.check.ReviewView;
import dev.lockkeeper.check.Reviews;
import dev.lockkeeper.run.Run;
import dev.lockkeeper.security.Person;
import dev.lockkeeper.target.Resolved;
import dev.lockkeeper.target.Target;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Gathers what a review page shows: what the target said a moment ago, the same for all who look, and what people have said of it until
 * now. An approval resolves the SQL anew and is of the digests that were shown.
 */
@Component
class ReviewReader {
    private static final int RUNS = 20;
    private static final long A_STATEMENT = 1_500;
    private static final long A_FINDING = 800;

    private final ReviewTalk talk;
    private final Reviews reviews;
    private final ReviewReadings targets;
    private final Lints lints;
    private final RunViews views;
    private final Readings<Key, ReviewReading> readings;

    ReviewReader(
            ReviewTalk talk,
            Reviews reviews,
            ReviewReadings targets,
            Lints lints,
            RunViews views,
            Patience patience,
            Clock clock) {
        this.talk = talk;
        this.reviews = reviews;
        this.targets = targets;
        this.lints = lints;
        this.views = views;
        this.readings = new Readings<>(patience, clock, ReviewReader::weight);
    }

    /** With the policy, because it sets the levels of lint. */
    private record Key(Target target, String migration, int revision, Policy policy) {}

    /** @param now waits for what the target says now */
    Look<ReviewReading> look(Revision revision, @Nullable Target target, boolean now) {
        if (target == null) {
            Lints.Linted linted = new Lints.Linted(lints.of(revision), null);
            return new Look<>(new ReviewReading(null, null, linted, Blasts.NONE), null, null, false);
        }
        Key key = new Key(target, revision.migration(), revision.number(), talk.policy(target));
        return readings.look(key, target.name(), () -> targets.read(revision, target), now);
    }

    Review read(Migration migration, Revision revision, @Nullable Target target, Look<ReviewReading> look, Person by) {
        List<Run> runs = target == null ? List.of() : views.newest(migration.id(), target.name(), RUNS, by);
        ReviewReading known = look.value();
        Failure unresolved = known == null ? look.silent() : known.unresolved();
        Resolved resolved = known == null ? null : known.resolved();
        ReviewView exact = target == null || resolved == null ? null : reviews.review(revision, target, resolved);
        return new Review(
                migration,
                revision,
                target,
                exact,
                unresolved,
                look.unread(),
                talk.approvals(revision, target, by),
                talk.rejections(revision, target, by),
                runs,
                known == null ? Lints.Linted.NOTHING : known.linted(),
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

    private static long weight(ReviewReading reading) {
        long findings = A_FINDING * (1 + reading.linted().findings().size());
        return findings + (reading.resolved() == null ? 0 : weight(reading.resolved()));
    }

    /** About the memory that exact statements take, with what is known of each. */
    static long weight(Resolved resolved) {
        return resolved.phases().stream()
                .flatMap(phase -> phase.steps().stream())
                .flatMap(step -> Stream.of(step.forward(), step.back(), step.later()))
                .flatMap(List::stream)
                .mapToLong(statement -> A_STATEMENT + 2L * statement.sql().length())
                .sum();
    }
}
