package dev.lockkeeper.check;

import dev.lockkeeper.plan.TableName;
import dev.lockkeeper.target.TargetSession;
import java.util.ArrayList;
import java.util.List;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Whether row-level security hides rows from the login: an update would then match nothing, and succeed. */
@Component
@Order(120)
class RowsVisible implements Check {

    @Override
    public String id() {
        return "row-level-security";
    }

    @Override
    public String title() {
        return "The login sees every row";
    }

    @Override
    public boolean blocking() {
        return true;
    }

    @Override
    public Finding ask(Launch launch) {
        TargetSession session = launch.reached();
        List<String> hidden = new ArrayList<>();
        for (TableName table : TouchedTables.walkedFrom(launch)) {
            if (session.hidesRows(table)) {
                hidden.add(table.toString());
            }
        }
        String login = launch.target().username();
        return hidden.isEmpty()
                ? pass(launch, "No policy filters what " + login + " backfills and verifies.")
                : fail(
                        launch,
                        "Policies filter what " + login + " sees of " + String.join(", ", hidden) + ".",
                        "Give the login bypassrls, or use the owner of the table and no 'force row level security'.");
    }
}
