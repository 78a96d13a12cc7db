package dev.lockkeeper.check;

import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** What a run sets off on its tables, or what gets past its triggers: for people to know, it may be all right. */
@Component
@Order(116)
class HazardsKnown implements Check {

    @Override
    public String id() {
        return "side-effects";
    }

    @Override
    public String title() {
        return "No triggers or cascades of others on its tables";
    }

    @Override
    public boolean blocking() {
        return false;
    }

    @Override
    public Finding ask(Launch launch) {
        String found = TouchedTables.hazards(launch, false);
        return found.isEmpty()
                ? pass(launch, "Nothing but the run itself changes what it writes.")
                : fail(launch, found, "Ask whoever made them whether that is meant to happen for every row.");
    }
}
