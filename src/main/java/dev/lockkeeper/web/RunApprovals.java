package dev.lockkeeper.web;

import dev.lockkeeper.catalog.Decisions;
import dev.lockkeeper.catalog.Revision;
import dev.lockkeeper.check.Reviews;
import dev.lockkeeper.plan.Phase;
import dev.lockkeeper.run.Run;
import dev.lockkeeper.run.RunFacts;
import dev.lockkeeper.security.Person;
import dev.lockkeeper.target.Targets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Whether what a run was launched with is approved, by the rule that the engine asks. */
@Component
class RunApprovals {
    private final Reviews reviews;
    private final Decisions decisions;
    private final Targets targets;
    private final RunFacts facts;

    RunApprovals(Reviews reviews, Decisions decisions, Targets targets, RunFacts facts) {
        this.reviews = reviews;
        this.decisions = decisions;
        this.targets = targets;
        this.facts = facts;
    }

    /** Null when nothing is missing, or when the target is no longer there to ask about. */
    @Nullable
    Wanted wanted(Run run, Optional<Revision> revision, String phase) {
        Optional<Phase> asked = revision.flatMap(found -> found.plan().phase(phase));
        return asked.isEmpty()
                ? null
                : targets.find(run.target())
                        .map(target ->
                                reviews.decide(revision.orElseThrow(), target, asked.get(), facts.frozen(run.id())))
                        .map(decision -> Wanted.of(List.of(decision)))
                        .orElse(null);
    }

    Reader reader(Run run, long authorId, Person person) {
        return Reader.of(
                person,
                run.environment(),
                run.team(),
                decisions.policy(run.environment()).approvals(),
                authorId);
    }
}
