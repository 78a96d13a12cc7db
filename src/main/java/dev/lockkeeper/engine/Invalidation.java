package dev.lockkeeper.engine;

import dev.lockkeeper.plan.Identifier;
import dev.lockkeeper.plan.Step;
import dev.lockkeeper.plan.Step.Guard;
import dev.lockkeeper.run.PhaseState;
import dev.lockkeeper.run.Run;
import dev.lockkeeper.run.RunFacts;
import dev.lockkeeper.run.RunFacts.StepFact;
import dev.lockkeeper.run.StepState;
import java.util.Collections;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Takes back what a failed verification has disproved: the backfills of the columns that differ. They count as failed, so a retry walks
 * them again before it verifies again, and nothing that follows passes over the difference.
 *
 * <p>Not those with {@code guard: none}: each of their rows was written once, and once more would be wrong. Nor those whose sync has been
 * stopped since: applications write the new columns alone now, and a walk would put older values over theirs.
 */
@Component
class Invalidation {

    private final RunFacts facts;

    Invalidation(RunFacts facts) {
        this.facts = facts;
    }

    /** @param failed the verification that found rows which differ */
    void by(Run run, Work work, Step.Verify failed) {
        for (Run.RunPhase phase : run.phases()) {
            List<Step> steps = work.plan().phase(phase.phase()).orElseThrow().steps();
            boolean any = false;
            for (Run.RunStep step : phase.steps()) {
                if (steps.get(step.index()) instanceof Step.Backfill backfill
                        && step.state() == StepState.SUCCEEDED
                        && disproved(backfill, failed)
                        && !stoppedSince(run, work, backfill)) {
                    takeBack(work, phase.phase(), step);
                    any = true;
                }
            }
            boolean another = !phase.phase().equals(work.phase().name());
            if (any && another) {
                facts.phase(
                        work.claim(),
                        phase.phase(),
                        PhaseState.FAILED,
                        "Phase " + phase.phase() + " is to be done again: the verification disproved it.");
            }
            if (!another) {
                return;
            }
        }
    }

    private void takeBack(Work work, String phase, Run.RunStep step) {
        work.session().ledger().clearLanes(work.run(), phase + "/" + step.index());
        facts.step(
                work.claim(),
                phase,
                step.index(),
                new StepFact(
                        StepState.FAILED,
                        null,
                        null,
                        null,
                        null,
                        null,
                        "The verification found rows that differ; a retry walks the table again."),
                step.name() + " is to be done again: the verification found rows that differ.");
    }

    private static boolean stoppedSince(Run run, Work work, Step.Backfill backfill) {
        return run.phases().stream().anyMatch(phase -> {
            List<Step> steps = work.plan().phase(phase.phase()).orElseThrow().steps();
            return phase.steps().stream()
                    .anyMatch(step -> steps.get(step.index()) instanceof Step.StopSync stop
                            && stop.table().equals(backfill.table())
                            && step.state() != StepState.PENDING
                            && step.state() != StepState.ROLLED_BACK);
        });
    }

    private static boolean disproved(Step.Backfill backfill, Step.Verify verify) {
        List<Identifier> written = List.copyOf(backfill.set().keySet());
        return backfill.guard() != Guard.NONE
                && backfill.table().equals(verify.table())
                && !Collections.disjoint(written, verify.same().keySet());
    }
}
