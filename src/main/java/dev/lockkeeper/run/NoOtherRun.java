package dev.lockkeeper.run;

import dev.lockkeeper.check.Check;
import dev.lockkeeper.check.Finding;
import dev.lockkeeper.check.Finding.Result;
import dev.lockkeeper.check.Launch;
import java.time.Clock;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Does another active run change the same tables of the target? Two at once would wait for each other's locks, and the rollback of one
 * would undo what the other stands on. At a gate only older runs count: the younger one was launched in the knowledge of the older.
 */
@Component
class NoOtherRun implements Check {

    static final String ID = "no-other-run";

    private final OtherRuns others;
    private final Clock clock;

    NoOtherRun(OtherRuns others, Clock clock) {
        this.others = others;
        this.clock = clock;
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public Finding ask(Launch launch) {
        Long own = launch.run();
        List<OtherRuns.Overlap> found = others.overlapping(
                launch.revision().plan(), launch.target().name(), run -> own == null || run.id() < own);
        String title = "No other run changes these tables";
        if (found.isEmpty()) {
            return new Finding(ID, title, Result.PASS, true, "No active run on " + launch.target().name() + " shares a table.", "",
                    clock.instant());
        }
        String evidence = found.stream().map(OtherRuns.Overlap::words).collect(Collectors.joining("; "));
        String advice = "Let it end, cancel it or roll it back first.";
        return new Finding(ID, title, Result.FAIL, true, evidence + ".", advice, clock.instant());
    }
}
