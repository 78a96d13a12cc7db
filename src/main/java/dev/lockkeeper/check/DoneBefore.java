package dev.lockkeeper.check;

import dev.lockkeeper.catalog.Revision;
import dev.lockkeeper.target.TargetPolicy;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Whether this very revision has succeeded where the target's policy wants it first. */
@Component
@Order(72)
class DoneBefore implements Check {

    private final ObjectProvider<Done> done;

    DoneBefore(ObjectProvider<Done> done) {
        this.done = done;
    }

    @Override
    public String id() {
        return "done-before";
    }

    @Override
    public String title() {
        return "Done on the environment before";
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
        List<String> after = TargetPolicy.of(launch.target()).after();
        if (after.isEmpty()) {
            return pass(launch, "The policy of " + launch.target().name() + " names no environment that comes before.");
        }
        Done known = done.getIfAvailable();
        if (known == null) {
            return unknown(
                    launch, "Nobody here knows which runs succeeded.", "Ask again on a server that runs migrations.");
        }
        Revision revision = launch.revision();
        String what = "Revision " + revision.number() + " of " + revision.migration();
        List<String> open = after.stream()
                .filter(environment -> !known.succeededIn(revision.migration(), revision.number(), environment))
                .toList();
        return open.isEmpty()
                ? pass(launch, what + " has succeeded in " + String.join(", ", after) + ".")
                : fail(
                        launch,
                        what + " has not succeeded in " + String.join(", ", open) + ".",
                        "Run it on a target of " + open.getFirst() + " first.");
    }
}
