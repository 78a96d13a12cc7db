package dev.lockkeeper.check;

import dev.lockkeeper.Failure;
import dev.lockkeeper.catalog.Objection;
import dev.lockkeeper.plan.Phase;
import dev.lockkeeper.plan.Plan;
import dev.lockkeeper.target.Dialect;
import dev.lockkeeper.target.Targets;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** Steps that the engine cannot do, told to the author at the submit and not at the run. */
@Component
class UnsupportedSteps implements Objection {

    private final Targets targets;

    UnsupportedSteps(Targets targets) {
        this.targets = targets;
    }

    @Override
    public List<Failure.Problem> to(Plan plan) {
        Dialect dialect = targets.dialect(plan.engine());
        List<Failure.Problem> problems = new ArrayList<>();
        for (int p = 0; p < plan.phases().size(); p++) {
            Phase phase = plan.phases().get(p);
            for (int s = 0; s < phase.steps().size(); s++) {
                String path = "phases[" + p + "].steps[" + s + "]";
                dialect.unsupported(plan, phase.steps().get(s))
                        .ifPresent(why -> problems.add(new Failure.Problem(0, 0, path, why)));
            }
        }
        return problems;
    }
}
