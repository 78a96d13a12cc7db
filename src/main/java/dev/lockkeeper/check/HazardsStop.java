package dev.lockkeeper.check;

import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Whether something about a table makes it unfit for a run: rows could be lost or be wrong. */
@Component
@Order(113)
class HazardsStop implements Check {

    @Override
    public String id() {
        return "tables-fit";
    }

    @Override
    public String title() {
        return "Its tables can be worked on safely";
    }

    @Override
    public boolean blocking() {
        return true;
    }

    @Override
    public Finding ask(Launch launch) {
        String found = TouchedTables.hazards(launch, true);
        return found.isEmpty()
                ? pass(launch, "Nothing was found on its tables that could lose rows.")
                : fail(launch, found, "Change the table or the server first; nothing is begun before.");
    }
}
