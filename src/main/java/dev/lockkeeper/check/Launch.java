package dev.lockkeeper.check;

import dev.lockkeeper.catalog.Approval;
import dev.lockkeeper.catalog.Revision;
import dev.lockkeeper.plan.Phase;
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
 * @param resolved null when it could not be resolved, then {@code unresolved} says why
 * @param phaseBeforeEndedAt null when this is the first phase of the run
 * @param confirmed sentences of the checklist that somebody has confirmed
 */
public record Launch(
        Revision revision,
        Target target,
        Phase phase,
        @Nullable Long run,
        @Nullable TargetSession session,
        @Nullable String unreachable,
        @Nullable Resolved resolved,
        @Nullable String unresolved,
        List<Approval> approvals,
        @Nullable Instant phaseBeforeEndedAt,
        Set<String> confirmed) {}
