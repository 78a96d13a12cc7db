package dev.lockkeeper.engine;

import dev.lockkeeper.plan.Step.Throttle;
import dev.lockkeeper.plan.TableName;
import dev.lockkeeper.run.Claim;
import dev.lockkeeper.run.Paces;
import dev.lockkeeper.run.RunFacts;
import dev.lockkeeper.target.RowsWork;
import dev.lockkeeper.target.Target;
import dev.lockkeeper.target.Targets;
import org.springframework.stereotype.Component;

/** Gives each walk somebody who watches the target for it, apart from those who work. */
@Component
class Sampler {

    private final RunFacts facts;
    private final Paces paces;
    private final Targets targets;
    private final Probes probes;
    private final EngineSettings settings;

    Sampler(RunFacts facts, Paces paces, Targets targets, Probes probes, EngineSettings settings) {
        this.facts = facts;
        this.paces = paces;
        this.targets = targets;
        this.probes = probes;
        this.settings = settings;
    }

    /** What is watched, and for whom. */
    record Subject(Claim claim, String step, TableName table, Target target, Throttle limits, int lanes) {
        long run() {
            return claim.run();
        }
    }

    /**
     * Begins to watch: takes the first sample before it returns, so that a walk on an idle target does not wait for it.
     *
     * @param lanes of the walk, at most
     */
    Sampling begin(Work work, RowsWork rows, Throttle limits, int lanes) {
        Subject subject = new Subject(work.claim(), rows.step(), rows.table(), work.target(), limits, lanes);
        Readings readings = new Readings(subject, targets, probes);
        try {
            Sampling sampling = new Sampling(subject, readings, facts, paces, settings.lockBudget());
            sampling.begin(targets.mark(work.target()));
            return sampling;
        } catch (RuntimeException e) {
            // Its replicas are being read already.
            readings.close();
            throw e;
        }
    }
}
