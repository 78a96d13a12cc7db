package dev.lockkeeper.check;

import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Whether the migrations that the plan requires have succeeded on the target. */
@Component
@Order(70)
class RequirementsDone implements Check {

    private final ObjectProvider<Done> done;

    RequirementsDone(ObjectProvider<Done> done) {
        this.done = done;
    }

    @Override
    public String id() {
        return "requirements-done";
    }

    @Override
    public String title() {
        return "What it requires has succeeded here";
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
        List<String> requires = launch.revision().plan().requires();
        if (requires.isEmpty()) {
            return pass(launch, "It requires nothing.");
        }
        Done known = done.getIfAvailable();
        if (known == null) {
            return unknown(
                    launch, "Nobody here knows which runs succeeded.", "Ask again on a server that runs migrations.");
        }
        String target = launch.target().name();
        List<String> open = requires.stream()
                .filter(migration -> !known.succeeded(migration, target))
                .toList();
        return open.isEmpty()
                ? pass(launch, "Succeeded on " + target + ": " + String.join(", ", requires) + ".")
                : fail(launch, "Not succeeded on " + target + ": " + String.join(", ", open) + ".", "Run them first.");
    }
}
