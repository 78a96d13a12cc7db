package dev.lockkeeper.check;

import java.util.List;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Whether every sentence of the gate's checklist was confirmed by the one who launches. */
@Component
@Order(90)
class ChecklistConfirmed implements Check {

    @Override
    public String id() {
        return "checklist-confirmed";
    }

    @Override
    public String title() {
        return "The checklist is confirmed";
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
        List<String> checklist = launch.phase().gate().checklist();
        if (checklist.isEmpty()) {
            return pass(launch, "The gate has no checklist.");
        }
        List<String> open = checklist.stream()
                .filter(one -> !launch.confirmed().contains(one))
                .toList();
        return open.isEmpty()
                ? pass(launch, "Confirmed: " + String.join("; ", checklist) + ".")
                : fail(
                        launch,
                        "Not confirmed: " + String.join("; ", open) + ".",
                        "Confirm each sentence when you launch the phase.");
    }
}
