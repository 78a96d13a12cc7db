package dev.lockkeeper.run;

import dev.lockkeeper.catalog.Migrations;
import dev.lockkeeper.check.ChangedTables;
import dev.lockkeeper.plan.Plan;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.springframework.stereotype.Component;

/** Finds active runs on a target that change the same tables. */
@Component
class OtherRuns {

    private final RunReader reader;
    private final Migrations migrations;

    OtherRuns(RunReader reader, Migrations migrations) {
        this.reader = reader;
        this.migrations = migrations;
    }

    /** @param tables those that both change */
    record Overlap(Run run, Set<String> tables) {

        String words() {
            return "run " + run.id() + " of " + run.migration() + " is "
                    + run.state().wire() + " and changes " + String.join(", ", tables) + " too";
        }
    }

    List<Overlap> overlapping(Plan plan, String target, Predicate<Run> considered) {
        Set<String> ours = ChangedTables.of(plan);
        return reader.activeOn(target).stream()
                .filter(considered)
                .map(run -> new Overlap(run, ChangedTables.shared(ours, tablesOf(run))))
                .filter(overlap -> !overlap.tables().isEmpty())
                .toList();
    }

    private Set<String> tablesOf(Run run) {
        return migrations
                .revision(run.migration(), run.revision())
                .map(revision -> ChangedTables.of(revision.plan()))
                .orElseThrow(() -> new IllegalStateException(
                        "revision " + run.revision() + " of " + run.migration() + " is gone"));
    }
}
