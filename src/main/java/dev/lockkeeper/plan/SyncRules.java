package dev.lockkeeper.plan;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The order of a table's sync: started once, used while it runs, stopped before its columns go. */
final class SyncRules {

    private final Map<TableName, Step.KeepInSync> started = new HashMap<>();
    private final Set<TableName> stopped = new HashSet<>();
    private final Set<TableName> later = new HashSet<>();

    private SyncRules() {}

    /** Says nothing when a step could not be read: it may be the missing one. */
    static void check(List<PlacedStep> steps) {
        SyncRules rules = new SyncRules();
        for (PlacedStep placed : steps) {
            if (placed.step() == null || (placed.step() instanceof Step.KeepInSync && !placed.sound())) {
                return;
            }
            if (placed.step() instanceof Step.KeepInSync sync) {
                rules.later.add(sync.table());
            }
        }
        steps.stream().filter(PlacedStep::sound).forEach(rules::follow);
    }

    /** The step with the expressions of its table's sync where the file refers to them. */
    static Step resolved(Step step, Map<TableName, Step.KeepInSync> syncs) {
        if (step instanceof Step.Backfill s && s.fromSync()) {
            Map<Identifier, String> set = expressions(syncs.get(s.table()));
            return new Step.Backfill(
                    s.options(), s.table(), set, true, s.guard(), s.chunk(), s.maxLanes(), s.throttle(), s.clear());
        }
        if (step instanceof Step.Verify s && s.fromSync()) {
            return new Step.Verify(s.options(), s.table(), expressions(syncs.get(s.table())), true);
        }
        return step;
    }

    /** None when the sync is missing, which is a finding. */
    private static Map<Identifier, String> expressions(Step.@Nullable KeepInSync sync) {
        return sync == null ? Map.of() : sync.set();
    }

    private void follow(PlacedStep placed) {
        String finding = null;
        if (placed.step() instanceof Step.KeepInSync sync) {
            finding = start(sync);
        } else if (placed.step() instanceof Step.StopSync stop) {
            finding = stop(stop.table());
        } else if (placed.step() instanceof Step.Backfill backfill && backfill.fromSync()) {
            finding = fill(backfill.table());
        } else if (placed.step() instanceof Step.Verify verify && verify.fromSync()) {
            finding = missing(verify.table(), "'same: sync'");
        } else if (placed.step() instanceof Step.DropColumn drop) {
            finding = drop(drop);
        }
        if (finding != null) {
            placed.at().problem(finding);
        }
    }

    private @Nullable String start(Step.KeepInSync sync) {
        return started.putIfAbsent(sync.table(), sync) == null
                ? null
                : "there is a keepInSync of " + sync.table() + " already; put all columns into one";
    }

    private @Nullable String stop(TableName table) {
        String missing = missing(table, "stopSync");
        return missing != null || stopped.add(table) ? missing : "the sync of " + table + " is stopped already";
    }

    private @Nullable String fill(TableName table) {
        return stopped.contains(table)
                ? "'set: sync' comes after stopSync of " + table + ": rows written meanwhile would be missed"
                : missing(table, "'set: sync'");
    }

    private @Nullable String missing(TableName table, String what) {
        if (started.containsKey(table)) {
            return null;
        }
        return later.contains(table)
                ? what + " comes before the keepInSync of " + table
                : what + " needs a keepInSync of " + table + " in this plan, written with the same table name";
    }

    private @Nullable String drop(Step.DropColumn drop) {
        Step.KeepInSync sync = started.get(drop.table());
        boolean used = sync != null
                && !stopped.contains(drop.table())
                && (sync.set().containsKey(drop.column()) || sync.reverse().containsKey(drop.column()));
        return used
                ? "the sync of " + drop.table() + " still writes '" + drop.column() + "'; stopSync comes first"
                : null;
    }
}
