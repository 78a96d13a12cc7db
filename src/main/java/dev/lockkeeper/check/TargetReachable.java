package dev.lockkeeper.check;

import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Whether a session on the target can be opened. */
@Component
@Order(10)
class TargetReachable implements Check {

    @Override
    public String id() {
        return "target-reachable";
    }

    @Override
    public String title() {
        return "The target answers";
    }

    @Override
    public boolean blocking() {
        return true;
    }

    @Override
    public Finding ask(Launch launch) {
        if (launch.session() == null) {
            String why = launch.unreachable() == null
                    ? "No session."
                    : launch.unreachable().message();
            String advice =
                    launch.unreachable() == null ? "" : launch.unreachable().advice();
            return fail(launch, why, advice);
        }
        return pass(
                launch,
                launch.session().version() + " answered as " + launch.target().username() + ".");
    }
}
