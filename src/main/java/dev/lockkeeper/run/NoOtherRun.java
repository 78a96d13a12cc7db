package dev.lockkeeper.run;

import dev.lockkeeper.check.Check;
import dev.lockkeeper.check.Finding;
import dev.lockkeeper.check.Launch;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Does another active run change the same tables of the target? Two at once would wait for each other's locks, and the rollback of one
 * would undo what the other stands on. At a gate only older runs count: the younger one was launched in the knowledge of the older.
 */
@Component
@Order(75)
class NoOtherRun implements Check {

    static final String ID = "no-other-run";

    private final OtherRuns others;

    NoOtherRun(OtherRuns others) {
        this.others = others;
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public String title() {
        return "No other run changes these tables";
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
        Long own = launch.run();
        List<OtherRuns.Overlap> found = others.overlapping(
                launch.revision().plan(), launch.target().name(), run -> own == null || run.id() < own);
        if (found.isEmpty()) {
            return pass(launch, "No other active run on " + launch.target().name() + " shares a table with it.");
        }
        String evidence = found.stream().map(OtherRuns.Overlap::words).collect(Collectors.joining("; "));
        return fail(launch, evidence + ".", "Let it end, cancel it or roll it back first.");
    }
}
