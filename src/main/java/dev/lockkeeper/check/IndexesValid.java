package dev.lockkeeper.check;

import dev.lockkeeper.target.TargetSession;
import java.util.ArrayList;
import java.util.List;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Whether an index build was left behind: it costs every write and helps no query. */
@Component
@Order(140)
class IndexesValid implements Check {

    @Override
    public String id() {
        return "indexes-valid";
    }

    @Override
    public String title() {
        return "Its tables have no invalid index";
    }

    @Override
    public boolean blocking() {
        return false;
    }

    @Override
    public Finding ask(Launch launch) {
        TargetSession session = launch.reached();
        List<String> invalid = new ArrayList<>();
        TouchedTables.shapes(launch.phase(), session).forEach((table, shape) -> shape.indexes().stream()
                .filter(index -> !index.valid())
                .forEach(index -> invalid.add(index.name() + " on " + table)));
        return invalid.isEmpty()
                ? pass(launch, "Every index is valid.")
                : fail(
                        launch,
                        "Invalid: " + String.join(", ", invalid) + ".",
                        "Drop it with 'drop index concurrently', and build it again if it is needed.");
    }
}
