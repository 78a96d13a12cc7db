package dev.lockkeeper.target.mysql;

import dev.lockkeeper.plan.Phase;
import dev.lockkeeper.plan.Step;
import dev.lockkeeper.plan.TableName;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a phase needs that the login may not do. What the author's own SQL needs is not known here. */
final class NeededPrivileges {

    private final Privileges privileges;
    private final Tables tables;
    private final Set<String> missing = new LinkedHashSet<>();

    NeededPrivileges(Privileges privileges, Tables tables) {
        this.privileges = privileges;
        this.tables = tables;
    }

    /** In words that follow "may not". */
    List<String> missing(Phase phase) {
        if (!privileges.may(Privileges.LEDGER, null, null)) {
            missing.add("keep the ledger in tables lockkeeper_*");
        }
        phase.steps().forEach(this::ask);
        phase.steps().stream()
                .flatMap(step -> step.about().stream())
                .filter(table -> !privileges.may(Privileges.COPIES, schema(table), null))
                .forEach(table -> missing.add("make temporary tables beside " + table));
        return List.copyOf(missing);
    }

    private void ask(Step step) {
        switch (step) {
            case Step.CreateTable s -> create(s.table());
            case Step.AddColumn s -> alter(s.table());
            case Step.DropColumn s -> alter(s.table());
            case Step.SetNotNull s -> alter(s.table());
            case Step.AddCheck s -> alter(s.table());
            case Step.KeepInSync s -> triggers(s.table());
            case Step.StopSync s -> triggers(s.table());
            case Step.CreateIndex s -> alter(s.table());
            case Step.DropIndex s -> alter(s.table());
            case Step.Backfill s -> need(s.table(), Privileges.ROWS, "update " + s.table());
            case Step.Verify s -> need(s.table(), List.of("SELECT"), "read " + s.table());
            case Step.RowCount s -> need(s.table(), List.of("SELECT"), "read " + s.table());
            case Step.Assert s -> {}
            case Step.Sql s -> {}
            case Step.Wait s -> {}
        }
    }

    private void alter(TableName table) {
        need(table, Privileges.ALTER, "alter " + table);
    }

    private void triggers(TableName table) {
        need(table, Privileges.TRIGGERS, "make triggers on " + table);
        if (!privileges.mayMakeTriggers()) {
            missing.add("make triggers beside the binary log");
        }
    }

    private static @Nullable String schema(TableName table) {
        return table.schema() == null ? null : table.schema().text();
    }

    private void create(TableName table) {
        if (!privileges.may(
                List.of("CREATE", "DROP"), schema(table), table.name().text())) {
            missing.add("create " + table);
        }
    }

    /** A table that is not there needs nothing: another check says that it is missing, or the plan makes it first. */
    private void need(TableName table, List<String> needed, String words) {
        tables.find(table)
                .filter(found -> found.schema() != null
                        && !privileges.may(
                                needed, found.schema().text(), found.name().text()))
                .ifPresent(found -> missing.add(words));
    }
}
