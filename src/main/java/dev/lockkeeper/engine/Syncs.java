package dev.lockkeeper.engine;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.plan.Step;
import dev.lockkeeper.plan.TableName;
import dev.lockkeeper.run.Run;
import dev.lockkeeper.run.RunFacts;
import dev.lockkeeper.run.StepState;
import dev.lockkeeper.target.Resolved;
import dev.lockkeeper.target.Statement;
import dev.lockkeeper.target.TargetSession;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * Sees to it that what keeps columns in sync is still there and enabled. Somebody may have dropped or disabled the trigger since, and every
 * row written meanwhile is then stale: going on would end in "succeeded" over lost writes.
 */
@Component
class Syncs {

    private final RunFacts facts;

    Syncs(RunFacts facts) {
        this.facts = facts;
    }

    /**
     * Asked before each step.
     *
     * @param next the step of the phase in hand that is about to be done
     * @throws Failure {@code table-changed}
     */
    void check(Run run, Work work, int next) {
        Map<TableName, List<Statement>> standing = standing(run, work, next);
        standing.forEach((table, statements) -> {
            if (statements.stream().anyMatch(statement -> !there(work.session(), statement))) {
                throw new Failure(
                        Code.TABLE_CHANGED,
                        "The trigger that keeps " + table
                                + " in sync is not there any more, or is disabled. Rows written since then are not in sync. Nothing more was"
                                + " done.",
                        "Make or enable it again, bring the rows that were written meanwhile up to date, then retry; or roll back.");
            }
        });
    }

    /** The statements that made each sync which is to be there now, in the order of the plan. */
    private Map<TableName, List<Statement>> standing(Run run, Work work, int next) {
        Map<TableName, List<Statement>> standing = new LinkedHashMap<>();
        Resolved frozen = facts.frozen(run.id());
        for (Run.RunPhase phase : run.phases()) {
            boolean last = phase.phase().equals(work.phase().name());
            List<Step> steps = work.plan().phase(phase.phase()).orElseThrow().steps();
            for (int i = 0; i < (last ? next + 1 : steps.size()); i++) {
                StepState state = phase.steps().get(i).state();
                if (steps.get(i) instanceof Step.KeepInSync sync && done(state)) {
                    standing.put(
                            sync.table(),
                            frozen.phase(phase.phase()).steps().get(i).forward());
                } else if (steps.get(i) instanceof Step.StopSync stop && state != StepState.PENDING) {
                    standing.remove(stop.table());
                }
            }
            if (last) {
                break;
            }
        }
        return standing;
    }

    private static boolean done(StepState state) {
        return state == StepState.SUCCEEDED || state == StepState.ALREADY_SO;
    }

    private static boolean there(TargetSession session, Statement statement) {
        return statement.doneWhen() == null || session.holds(statement.doneWhen());
    }
}
