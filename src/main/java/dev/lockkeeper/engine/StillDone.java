package dev.lockkeeper.engine;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.plan.Step;
import dev.lockkeeper.run.Run;
import dev.lockkeeper.run.RunFacts;
import dev.lockkeeper.run.StepState;
import dev.lockkeeper.target.JournalEntry;
import dev.lockkeeper.target.Lane;
import dev.lockkeeper.target.Ledger;
import dev.lockkeeper.target.Resolved;
import dev.lockkeeper.target.Statement;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Sees to it that the ledger knows of each step that the store calls done. The ledger of a target that was brought back from a copy does
 * not, and whatever follows would build on columns and rows that are not there.
 */
@Component
class StillDone {

    private final RunFacts facts;

    StillDone(RunFacts facts) {
        this.facts = facts;
    }

    /**
     * Asked once a session.
     *
     * @throws Failure {@code unknown-outcome}
     */
    void check(Run run, Work work) {
        Resolved frozen = facts.frozen(run.id());
        for (Run.RunPhase phase : run.phases()) {
            List<Step> steps = work.plan().phase(phase.phase()).orElseThrow().steps();
            for (Run.RunStep step : phase.steps()) {
                String key = phase.phase() + "/" + step.index();
                List<Statement> statements =
                        frozen.phase(phase.phase()).steps().get(step.index()).forward();
                if (done(step.state()) && !known(work, key, steps.get(step.index()), statements)) {
                    throw new Failure(
                            Code.UNKNOWN_OUTCOME,
                            "The ledger in the target does not know that '" + step.name() + "' of phase "
                                    + phase.phase()
                                    + " was done: the target was brought back to a time before it. Nothing more was done.",
                            "Bring the target back to its later time, then retry; or roll back and launch anew, or cancel and look at the"
                                    + " target.");
                }
            }
        }
    }

    private static boolean done(StepState state) {
        return state == StepState.SUCCEEDED || state == StepState.ALREADY_SO;
    }

    private static boolean known(Work work, String key, Step step, List<Statement> statements) {
        Ledger ledger = work.session().ledger();
        return switch (step) {
            case Step.Backfill s -> walked(ledger, work.run(), key);
            case Step.Verify s -> walked(ledger, work.run(), key);
            case Step.Assert s -> true;
            case Step.RowCount s -> true;
            case Step.Wait s -> true;
            default -> journalled(ledger, work.run(), key, statements.size());
        };
    }

    private static boolean journalled(Ledger ledger, long run, String key, int statements) {
        for (int i = 0; i < statements; i++) {
            JournalEntry entry = new JournalEntry(run, key, i, StatementWork.FORWARD);
            if (!ledger.journal(entry).equals(Optional.of("done"))) {
                return false;
            }
        }
        return true;
    }

    /** A table that was empty has no lanes, but the ledger knows that it was looked at. */
    private static boolean walked(Ledger ledger, long run, String key) {
        List<Lane> lanes = ledger.lanes(run, key);
        return lanes.isEmpty()
                ? Ground.remembered(ledger, run, key)
                : lanes.stream().allMatch(Lane::done);
    }
}
