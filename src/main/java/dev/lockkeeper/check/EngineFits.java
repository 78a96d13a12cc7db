package dev.lockkeeper.check;

import dev.lockkeeper.plan.Engine;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Whether the plan is for the target's engine. */
@Component
@Order(20)
class EngineFits implements Check {

    @Override
    public String id() {
        return "engine-fits";
    }

    @Override
    public String title() {
        return "The migration is written for this engine";
    }

    @Override
    public boolean blocking() {
        return true;
    }

    @Override
    public boolean asksTarget() {
        return false;
    }

    @Override
    public Finding ask(Launch launch) {
        Engine wanted = launch.revision().plan().engine();
        Engine found = launch.target().engine();
        String evidence =
                "The file says " + wanted.wire() + "; " + launch.target().name() + " is " + found.wire() + ".";
        return wanted == found
                ? pass(launch, evidence)
                : fail(launch, evidence, "Choose a target of the engine that the file names.");
    }
}
