package dev.lockkeeper.check;

import dev.lockkeeper.Failure;
import dev.lockkeeper.catalog.Revision;
import dev.lockkeeper.target.Resolved;
import dev.lockkeeper.target.Target;
import dev.lockkeeper.target.TargetSession;
import dev.lockkeeper.target.Targets;
import org.springframework.stereotype.Component;

/** Asks a target all that a review shows, in one session: to open one costs the target more than most questions. */
@Component
public class ReviewReadings {

    private final Targets targets;
    private final Reviews reviews;
    private final Lints lints;
    private final BlastRadius radius;

    ReviewReadings(Targets targets, Reviews reviews, Lints lints, BlastRadius radius) {
        this.targets = targets;
        this.reviews = reviews;
        this.lints = lints;
        this.radius = radius;
    }

    /** Never throws for what the target refuses. */
    public ReviewReading read(Revision revision, Target target) {
        try (TargetSession session = targets.open(target, "lockkeeper review")) {
            return read(revision, target, session);
        } catch (Failure unreachable) {
            return new ReviewReading(null, unreachable, lints.without(revision, target, unreachable), Blasts.NONE);
        }
    }

    private ReviewReading read(Revision revision, Target target, TargetSession session) {
        Resolved resolved;
        try {
            resolved = reviews.resolve(revision, target, session);
        } catch (Failure refused) {
            return new ReviewReading(null, refused, lints.on(revision, target, session), Blasts.NONE);
        }
        return new ReviewReading(
                resolved, null, lints.on(revision, target, session), radius.read(revision, target, resolved, session));
    }
}
