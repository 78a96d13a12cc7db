package dev.lockkeeper.target.postgres;

import dev.lockkeeper.plan.Identifier;
import dev.lockkeeper.plan.Step;
import dev.lockkeeper.target.Statement;
import dev.lockkeeper.target.Statement.Mode;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code keepInSync} and {@code stopSync}: a trigger that computes columns of the row that is being written. */
final class SyncSteps {

    private static final String WAY =
            "let it be computed by the application, or declare your function stable or immutable";

    /** The statements of a sync in either direction. @param again makes it after it was stopped, when no row is to be done any more */
    private record Sync(List<Statement> create, List<Statement> drop, List<Statement> again, String conflict) {}

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

    Rendered keep(Spot spot, Step.KeepInSync step) throws SQLException {
        Optional<PlannedTable> table = scratch.table(step.table(), spot.path());
        if (table.isEmpty() || !right(table.get(), step, spot.path())) {
            return spot.nothing();
        }
        Optional<Marker> marker = scratch.plan().markerOf(step.table()).map(name -> new Marker(table.get(), name));
        Sync sync = sync(table.get(), body(table.get(), step, marker));
        if (marker.isPresent()) {
            sync = marked(sync, marker.get());
            scratch.attempt(spot.path(), marker.get().add(table.get().scratch()));
        }
        running.put(table.get(), sync);
        List<String> notes = new ArrayList<>(List.of(
                "every insert and update computes the columns from then on; a value that a column cannot take makes the application's own write"
                        + " fail",
                marker.isPresent() ? Marker.NOTE : ways(step),
                "does not fire for the engine's own writes"));
        if (marker.isEmpty() && table.get().partitioned() && !step.reverse().isEmpty()) {
            notes.add("an update that moves a row to another partition is an insert there: the old columns win");
        }
        return spot.becomes(sync.create(), sync.drop(), sync.conflict(), notes.toArray(String[]::new));
    }

    private static String ways(Step.KeepInSync step) {
        return step.reverse().isEmpty()
                ? "one direction: what an application writes to the new columns itself is overwritten"
                : "both directions: where a write changes both sides, the old columns win";
    }

    /** The mark is there before the trigger clears it, and goes after it. */
    private static Sync marked(Sync sync, Marker marker) {
        List<Statement> create = new ArrayList<>(sync.create());
        create.addFirst(marker.made());
        List<Statement> again = new ArrayList<>(sync.create());
        again.addFirst(marker.madeAgain());
        List<Statement> drop = new ArrayList<>(sync.drop());
        drop.add(marker.dropped());
        return new Sync(create, drop, again, sync.conflict() + " union all " + marker.conflict());
    }

    Rendered stop(Spot spot, Step.StopSync step) throws SQLException {
        Optional<PlannedTable> table = scratch.table(step.table(), spot.path());
        if (table.isEmpty()) {
            return spot.nothing();
        }
        Sync sync = running.get(table.get());
        if (sync == null) {
            findings.invalid(spot.path() + ".table", "no keepInSync of '" + step.table() + "' comes before it");
            return spot.nothing();
        }
        Optional<Identifier> marker = scratch.plan().markerOf(step.table());
        if (marker.isPresent()) {
            scratch.attempt(
                    spot.path(), "alter table " + table.get().scratch() + " drop column " + Quoting.name(marker.get()));
        }
        return spot.becomes(sync.drop(), sync.again(), null);
    }

    private boolean right(PlannedTable table, Step.KeepInSync step, String path) throws SQLException {
        boolean right = expressions.right(table, step.set(), path + ".set")
                & expressions.right(table, step.reverse(), path + ".reverse");
        return right
                && expressions.steady(table, step.set(), path + ".set", WAY)
                        & expressions.steady(table, step.reverse(), path + ".reverse", WAY)
                && (step.reverse().isEmpty()
                                && scratch.plan().markerOf(step.table()).isEmpty()
                        || columnsOnly(table, step.set(), path + ".set"));
    }

    /** Which side an update changed is told by the columns that expressions read, and a whole row does not say which. */
    private boolean columnsOnly(PlannedTable table, Map<Identifier, String> set, String path) throws SQLException {
        boolean columns = true;
        for (var each : set.entrySet()) {
            if (expressions.readsWholeRow(table, each.getValue())) {
                findings.unsupported(
                        path + "." + each.getKey(),
                        "reads the row as a whole; with 'reverse' or 'guard: marker', name the columns that it needs");
                columns = false;
            }
        }
        return columns;
    }

    private String body(PlannedTable table, Step.KeepInSync step, Optional<Marker> marker) throws SQLException {
        Map<String, PlannedColumn> columns = scratch.columns(table);
        SyncFunction function = new SyncFunction(table, columns, step.set(), step.reverse());
        if (step.reverse().isEmpty() && marker.isEmpty()) {
            return function.oneWay();
        }
        Set<String> reads = expressions.sources(table, List.copyOf(step.set().values()));
        Map<String, String> defaults = new HashMap<>();
        Set<String> plain = new LinkedHashSet<>();
        for (PlannedColumn column : columns.values()) {
            boolean comparable = expressions.comparable(table, column);
            if (!comparable) {
                plain.add(column.name());
            } else if (column.defaultSql() != null
                    && !expressions.isVolatile(column.defaultSql(), "(values (1)) as one(x)")) {
                defaults.put(column.name(), column.defaultSql());
            }
        }
        return marker.isPresent()
                ? function.marked(reads, defaults, plain, marker.get().column())
                : function.bothWays(reads, defaults, plain);
    }

    private Sync sync(PlannedTable table, String body) throws SQLException {
        String function = "lockkeeper."
                + Quoting.name(
                        Quoting.fit("sync_" + migration + "_" + table.toString().replace('.', '_'), ""));
        String trigger = Quoting.fit("zz_lockkeeper_" + migration);
        String functionThere = CatalogQueries.exists(
                "pg_proc p", "p.oid = " + procedure(function) + " and p.prosrc = " + Quoting.literal(body));
        String functionGone = "select " + procedure(function) + " is null";
        String here = "t.tgrelid = " + table.regclass() + " and t.tgname = " + Quoting.literal(trigger);
        String ours = "t.tgfoid is not distinct from " + procedure(function) + " and t.tgenabled <> 'D'";
        Statement createFunction =
                new Statement(text(function, body), Mode.TRANSACTION, functionThere, TableLocks.NONE);
        Statement createTrigger = new Statement(
                "create trigger " + Quoting.name(trigger) + " before insert or update on " + table.sql()
                        + "\nfor each row when (current_setting('lockkeeper.engine', true) is distinct from 'on')\nexecute function "
                        + function
                        + "()",
                Mode.TRANSACTION,
                CatalogQueries.exists("pg_trigger t", here + " and " + ours),
                TableLocks.SHARE_ROW_EXCLUSIVE);
        Statement dropTrigger = new Statement(
                "drop trigger " + Quoting.name(trigger) + " on " + table.sql(),
                Mode.TRANSACTION,
                "select not exists (select from pg_trigger t where " + here + ")",
                TableLocks.ACCESS_EXCLUSIVE);
        Statement dropFunction =
                new Statement("drop function " + function + "()", Mode.TRANSACTION, functionGone, TableLocks.NONE);
        String conflict =
                "select " + Quoting.literal("Trigger '" + trigger + "' of table '" + table + "' is there as: ")
                        + " || pg_get_triggerdef(t.oid) || case when t.tgenabled = 'D' then ', disabled' else '' end || "
                        + Quoting.literal("; the plan wants it enabled and to call " + function + "().")
                        + " from pg_trigger t where " + here + " and not (" + ours + ")";
        List<Statement> create = List.of(createFunction, createTrigger);
        return new Sync(create, List.of(dropTrigger, dropFunction), create, conflict);
    }

    /** Not security definer: expressions see what the writer may see. The path is pinned, so that a writer's own cannot change a name's meaning. */
    private String text(String function, String body) throws SQLException {
        String mark = "$lockkeeper$";
        for (int i = 2; body.contains(mark); i++) {
            mark = "$lockkeeper" + i + "$";
        }
        return "create or replace function " + function + "() returns trigger\nlanguage plpgsql set search_path = "
                + path() + "\nas " + mark + body + mark;
    }

    /** The one under which the plan's expressions were resolved and the backfill runs; temporary objects come last. */
    private String path() throws SQLException {
        List<String> schemas = scratch.sql().texts("select unnest(current_schemas(false))");
        return String.join(
                        ", ",
                        schemas.stream()
                                .filter(schema -> !schema.startsWith("pg_temp"))
                                .map(Quoting::name)
                                .toList())
                + (schemas.isEmpty() ? "" : ", ") + "pg_temp";
    }

    private static String procedure(String function) {
        return "to_regprocedure(" + Quoting.literal(function + "()") + ")";
    }
}
