package dev.lockkeeper.target.mysql;

import dev.lockkeeper.plan.Identifier;
import dev.lockkeeper.plan.Step;
import dev.lockkeeper.target.Statement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * {@code keepInSync} and {@code stopSync}: two triggers that compute columns of the row that is being written. The server runs triggers of
 * one event in the order in which they were made, so ours see what those before them have changed.
 */
final class SyncSteps {

    /** By which our triggers are known. */
    static final String PREFIX = "lockkeeper_";

    private static final String WAY = "let it be computed by the application";

    /** The two statements of a sync in either direction. @param needs names in lower case */
    private record Sync(List<Statement> create, List<Statement> drop, String conflict, Set<String> needs) {}

    private final Scratch scratch;
    private final Expressions expressions;
    private final Findings findings;
    private final String migration;
    private final Map<PlannedTable, Sync> running = new HashMap<>();

    SyncSteps(Scratch scratch, Expressions expressions, Findings findings, String migration) {
        this.scratch = scratch;
        this.expressions = expressions;
        this.findings = findings;
        this.migration = migration.replace('-', '_');
    }

    /** Whether a sync that is running at this step reads or writes the column. */
    boolean needs(PlannedTable table, PlannedColumn column) {
        Sync sync = running.get(table);
        return sync != null && sync.needs().contains(Names.lower(column.name()));
    }

    Rendered keep(Spot spot, Step.KeepInSync step) throws SQLException {
        Optional<PlannedTable> table = scratch.table(step.table(), spot.path());
        if (table.isEmpty() || !right(table.get(), step, spot.path())) {
            return spot.nothing();
        }
        Sync sync = sync(table.get(), step);
        running.put(table.get(), sync);
        return spot.becomes(
                sync.create(),
                sync.drop(),
                sync.conflict(),
                "every insert and update computes the columns from then on; a value that a column cannot take makes the application's own write"
                        + " fail",
                step.reverse().isEmpty()
                        ? "one direction: what an application writes to the new columns itself is overwritten"
                        : "both directions: where a write changes both sides, the old columns win",
                "does not fire for the engine's own writes (@lockkeeper_engine), and not for rows that a foreign key's cascade changes",
                "the triggers run with the rights of the login that makes them, after the table's other triggers that are there by then");
    }

    Rendered stop(Spot spot, Step.StopSync step) throws SQLException {
        Optional<PlannedTable> table = scratch.table(step.table(), spot.path());
        if (table.isEmpty()) {
            return spot.nothing();
        }
        Sync sync = running.remove(table.get());
        if (sync == null) {
            findings.invalid(spot.path() + ".table", "no keepInSync of '" + step.table() + "' comes before it");
            return spot.nothing();
        }
        return spot.becomes(sync.drop(), sync.create(), null);
    }

    private boolean right(PlannedTable table, Step.KeepInSync step, String path) throws SQLException {
        boolean right = expressions.right(table, step.set(), path + ".set")
                & expressions.right(table, step.reverse(), path + ".reverse");
        return right
                && expressions.steady(table, step.set(), path + ".set", WAY)
                        & expressions.steady(table, step.reverse(), path + ".reverse", WAY)
                && readable(table, step.set(), path + ".set") & readable(table, step.reverse(), path + ".reverse");
    }

    /** What a trigger before the write does not see yet, and what the catalog does not give back as it was written. */
    private boolean readable(PlannedTable table, Map<Identifier, String> set, String path) throws SQLException {
        int before = findings.count();
        Map<String, PlannedColumn> columns = scratch.columns(table);
        for (var each : set.entrySet()) {
            String at = path + "." + each.getKey();
            for (PlannedColumn column :
                    Expressions.sources(columns, List.of(each.getValue())).values()) {
                if (column.generated() || column.bumped() || column.extra().contains("auto_increment")) {
                    findings.unsupported(
                            at,
                            "reads '" + column.name() + "', which the server fills in after its triggers have run ("
                                    + column.extra() + ")");
                }
            }
            Expressions.ofSession(each.getValue())
                    .ifPresent(
                            call -> findings.unsupported(
                                    at,
                                    "calls '" + call
                                            + "', which depends on the settings of the session that writes (time_zone, lc_time_names,"
                                            + " default_week_format), and the backfill has its own; let it be computed by the application"));
            if (each.getValue().codePoints().anyMatch(Character::isSupplementaryCodePoint)) {
                findings.unsupported(
                        at, "has a character beyond the first 65536, which the server's catalog of triggers loses");
            }
        }
        return findings.count() == before;
    }

    private Sync sync(PlannedTable table, Step.KeepInSync step) throws SQLException {
        Map<String, PlannedColumn> columns = scratch.columns(table);
        Map<String, String> defaults = new HashMap<>();
        for (PlannedColumn column : columns.values()) {
            scratch.definition(table, column).defaultSql().ifPresent(text -> defaults.put(column.name(), text));
        }
        SyncTriggers bodies = new SyncTriggers(columns, defaults, step.set(), step.reverse());
        String name = PREFIX + migration + "_" + table.name();
        List<Statement> create = new ArrayList<>();
        List<Statement> drop = new ArrayList<>();
        List<String> conflicts = new ArrayList<>();
        for (String event : List.of("insert", "update")) {
            String trigger = Quoting.fit(name, "_" + event);
            String body = event.equals("insert") ? bodies.onInsert() : bodies.onUpdate();
            create.add(Online.alone(
                    "create trigger " + table.beside(trigger) + " before " + event + " on " + table.sql()
                            + "\nfor each row\n" + body,
                    CatalogQueries.exists(
                            "information_schema.triggers g", here(table, trigger) + " and " + ours(table, event, body)),
                    TableLocks.METADATA));
            drop.add(Online.alone(
                    "drop trigger " + table.beside(trigger),
                    "select not " + CatalogQueries.existing("information_schema.triggers g", here(table, trigger)),
                    TableLocks.METADATA));
            conflicts.add("select concat(" + Quoting.literal("Trigger '" + trigger + "' is there as: ")
                    + ", g.action_timing, ' ', g.event_manipulation, ' on ', g.event_object_table, ' ', g.action_statement, "
                    + Quoting.literal("; the plan wants it before " + event + " on " + table + " with another text.")
                    + ") from information_schema.triggers g where " + here(table, trigger) + " and not ("
                    + ours(table, event, body) + ")");
        }
        return new Sync(create, drop, String.join(" union all ", conflicts), needed(columns, step));
    }

    private static Set<String> needed(Map<String, PlannedColumn> columns, Step.KeepInSync step) {
        List<String> texts = new ArrayList<>(step.set().values());
        texts.addAll(step.reverse().values());
        Set<String> needed = Expressions.sources(columns, texts).keySet().stream()
                .map(Names::lower)
                .collect(Collectors.toCollection(HashSet::new));
        step.set().keySet().forEach(column -> needed.add(Names.lower(column.text())));
        step.reverse().keySet().forEach(column -> needed.add(Names.lower(column.text())));
        return needed;
    }

    private static String here(PlannedTable table, String trigger) {
        return "g.trigger_schema = " + Quoting.literal(table.schema()) + " and g.trigger_name = "
                + Quoting.literal(trigger);
    }

    private static String ours(PlannedTable table, String event, String body) {
        return "g.event_object_table = " + Quoting.literal(table.name())
                + " and g.action_timing = 'BEFORE' and g.event_manipulation = " + Quoting.literal(event)
                + " and g.action_statement = " + CatalogQueries.exactly(body);
    }
}
