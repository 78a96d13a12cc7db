package dev.lockkeeper.check;

import dev.lockkeeper.Failure;
import dev.lockkeeper.target.Resolved;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Whether the plan can be resolved to exact statements on this target. */
@Component
@Order(50)
class PlanResolves implements Check {

    @Override
    public String id() {
        return "plan-resolves";
    }

    @Override
    public String title() {
        return "Every table and column is there";
    }

    @Override
    public boolean blocking() {
        return true;
    }

    @Override
    public Finding ask(Launch launch) {
        Failure why = launch.unresolved();
        if (why != null && why.kind() == Failure.Kind.TRANSIENT) {
            return unknown(launch, why.message(), why.advice());
        }
        if (why != null) {
            return fail(launch, why.message(), why.advice());
        }
        Resolved resolved = launch.statements();
        int steps = resolved.phases().stream()
                .mapToInt(phase -> phase.steps().size())
                .sum();
        String when = launch.frozen() ? "at the launch of the run" : "now";
        return pass(launch, steps + " steps, resolved " + when + " on " + resolved.serverVersion() + ".");
    }
}
