package dev.lockkeeper.check;

import dev.lockkeeper.target.Dependent;
import dev.lockkeeper.target.TargetSession;
import java.util.ArrayList;
import java.util.List;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Whether views, functions, triggers, foreign keys or indexes need a column that the phase drops or changes. */
@Component
@Order(150)
class DependentsKnown implements Check {

    @Override
    public String id() {
        return "dependents";
    }

    @Override
    public String title() {
        return "Nothing depends on what it drops";
    }

    @Override
    public boolean blocking() {
        return false;
    }

    @Override
    public Finding ask(Launch launch) {
        List<DroppedColumns.Column> columns = DroppedColumns.of(launch.phase());
        if (columns.isEmpty()) {
            return pass(launch, "This phase drops and narrows no column.");
        }
        TargetSession session = launch.reached();
        List<String> found = new ArrayList<>();
        List<String> harmless = new ArrayList<>();
        for (DroppedColumns.Column column : columns) {
            for (Dependent dependent : session.dependents(column.table(), column.column())) {
                String words = column + ": " + dependent.words();
                if (column.drops()) {
                    found.add(words + (dependent.breaks() ? " needs it" : " goes with it"));
                } else {
                    harmless.add(words);
                }
            }
        }
        String also = harmless.isEmpty()
                ? ""
                : " These name what only becomes not null: " + String.join("; ", harmless) + ".";
        return found.isEmpty()
                ? pass(launch, "Nothing needs what is dropped." + also)
                : fail(
                        launch,
                        String.join("\n", found) + "." + also,
                        "Change what needs it first, and see that nothing is missed of what goes with it.");
    }
}
