package dev.lockkeeper.check;

import dev.lockkeeper.plan.Step;
import dev.lockkeeper.target.TargetSession;
import java.util.ArrayList;
import java.util.List;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Whether what a step wants to make is there already, but different. */
@Component
@Order(100)
class NothingInAnotherForm implements Check {

    @Override
    public String id() {
        return "no-conflict";
    }

    @Override
    public String title() {
        return "Nothing is there in another form";
    }

    @Override
    public boolean blocking() {
        return true;
    }

    @Override
    public Finding ask(Launch launch) {
        TargetSession session = launch.reached();
        List<String> conflicts = new ArrayList<>();
        for (Step step : launch.phase().steps()) {
            session.conflict(launch.revision().plan(), step).ifPresent(conflicts::add);
        }
        return conflicts.isEmpty()
                ? pass(
                        launch,
                        "None of the " + launch.phase().steps().size() + " steps finds something else in its place.")
                : fail(launch, String.join("\n", conflicts), "Change the file, or remove what is in the way by hand.");
    }
}
