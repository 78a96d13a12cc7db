package dev.lockkeeper.engine;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import dev.lockkeeper.plan.Phase;
import dev.lockkeeper.plan.Plan;
import dev.lockkeeper.plan.Step;
import dev.lockkeeper.run.Claim;
import dev.lockkeeper.target.PhaseSql;
import dev.lockkeeper.target.StepSql;
import dev.lockkeeper.target.Target;
import dev.lockkeeper.target.TargetSession;
import java.util.function.BooleanSupplier;

/**
 * A phase in hand: what it says, what was approved of it, and the session it is done with.
 *
 * @param claim with which facts about it are written
 * @param sql the frozen statements
 * @param stopping whether this server is shutting down
 */
record Work(
        Claim claim,
        Plan plan,
        Phase phase,
        PhaseSql sql,
        Target target,
        TargetSession session,
        SchedulerClient scheduler,
        BooleanSupplier stopping) {

    long run() {
        return claim.run();
    }

    StepSql sqlOf(int index) {
        return sql.steps().get(index);
    }

    Step step(int index) {
        return phase.steps().get(index);
    }

    /** How the ledger names a step. */
    String key(int index) {
        return phase.name() + "/" + index;
    }
}
