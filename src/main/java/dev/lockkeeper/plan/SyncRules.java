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

    /** The step with the expressions of its table's sync where it says {@code sync}. */
    static Step resolved(Step step, Map<TableName, Step.KeepInSync> syncs) {
        return switch (step) {
            case Step.Backfill s when s.fromSync() && syncs.get(s.table()) instanceof Step.KeepInSync sync ->
                new Step.Backfill(
                        s.options(), s.table(), sync.set(), true, s.guard(), s.chunk(), s.maxLanes(), s.throttle(), s.clear());
            case Step.Verify s when s.fromSync() && syncs.get(s.table()) instanceof Step.KeepInSync sync ->
                new Step.Verify(s.options(), s.table(), sync.set(), true);
            default -> step;
        };
    }

    private void follow(PlacedStep placed) {
        String finding = switch (placed.step()) {
            case Step.KeepInSync s -> start(s);
            case Step.StopSync s -> stop(s.table());
            case Step.Backfill s when s.fromSync() -> use(s.table(), "set: sync", true);
            case Step.Verify s when s.fromSync() -> use(s.table(), "same: sync", false);
            case Step.DropColumn s -> drop(s);
            case null, default -> null;
        };
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

    private @Nullable String use(TableName table, String what, boolean whileRunning) {
        if (whileRunning && stopped.contains(table)) {
            return "'" + what + "' comes after stopSync of " + table + ": rows written meanwhile would be missed";
        }
        return missing(table, "'" + what + "'");
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
        return used ? "the sync of " + drop.table() + " still writes '" + drop.column() + "'; stopSync comes first" : null;
    }
}
