package dev.lockkeeper.check;

import dev.lockkeeper.Failure;
import dev.lockkeeper.catalog.Approval;
import dev.lockkeeper.catalog.Revision;
import dev.lockkeeper.plan.Phase;
import dev.lockkeeper.target.Condition;
import dev.lockkeeper.target.Probe;
import dev.lockkeeper.target.Resolved;
import dev.lockkeeper.target.Target;
import dev.lockkeeper.target.TargetSession;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is about to be launched, with what the checks need to answer.
 *
 * @param run the run whose gate this is, null for a new run
 * @param session null when the target could not be reached, then {@code unreachable} says why
 * @param probe what the target said of itself, null when it could not be reached
 * @param resolved null when it could not be resolved, then {@code unresolved} says why
 * @param frozen whether {@code resolved} is what the run was launched with, not what the target would give now
 * @param phaseBeforeEndedAt null when this is the first phase of the run
 * @param conditions how the server stands, as it was read for this board; empty when it was not reached
 * @param given what the one who launches says
 * @param askedAt the moment of the board
 */
public record Launch(
        Revision revision,
        Target target,
        Phase phase,
        @Nullable Long run,
        @Nullable TargetSession session,
        @Nullable Probe probe,
        @Nullable Failure unreachable,
        @Nullable Resolved resolved,
        boolean frozen,
        @Nullable Failure unresolved,
        List<Approval> approvals,
        @Nullable Instant phaseBeforeEndedAt,
        List<Condition> conditions,
        Given given,
        Instant askedAt) {
    public Launch {
        approvals = List.copyOf(approvals);
        conditions = List.copyOf(conditions);
    }

    public Set<String> confirmed() {
        return given.confirmed();
    }

    /** When the run begins. */
    public Instant startsAt() {
        Instant wanted = given.startAt();
        return wanted == null || wanted.isBefore(askedAt) ? askedAt : wanted;
    }

    /** @throws Failure why the target was not reached */
    public TargetSession reached() {
        return got(session, unreachable);
    }

    /** @throws Failure why the target was not reached */
    public Probe probed() {
        return got(probe, unreachable);
    }

    /** @throws Failure why the plan could not be resolved, or the target not be reached */
    public Resolved statements() {
        return got(resolved, unresolved == null ? unreachable : unresolved);
    }

    private static <T> T got(@Nullable T value, @Nullable Failure why) {
        if (value != null) {
            return value;
        }
        throw why != null ? why : new IllegalStateException("neither there nor a reason for it");
    }
}
