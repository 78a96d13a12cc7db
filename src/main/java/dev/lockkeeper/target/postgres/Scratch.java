package dev.lockkeeper.target.postgres;

import dev.lockkeeper.plan.Identifier;
import dev.lockkeeper.plan.Plan;
import dev.lockkeeper.plan.Step;
import dev.lockkeeper.plan.TableName;
import dev.lockkeeper.target.TableShape;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Empty temporary copies of the plan's tables, on which its steps are tried in their order inside a transaction that is always rolled
 * back. So the server itself says what a type is called, whether an expression is right, and whether a default rewrites the table; and
 * a step sees the columns that steps before it add.
 *
 * <p>A copy starts as the table was before the migration: columns that the plan adds are taken away, columns that it has dropped are put
 * back from {@link Kept}. That makes the result the same before, during and after the run.
 */
final class Scratch {

    private final Sending sql;
    private final Plan plan;
    private final Kept kept;
    private final Map<TableName, Optional<TableShape>> shapes;
    private final Findings findings;
    private final Map<TableName, PlannedTable> open = new HashMap<>();
    private final Set<Identifier> names = new HashSet<>();

    /** @param shapes of every table that the plan names, empty for those that are not there */
    Scratch(Sending sql, Plan plan, Map<TableName, Optional<TableShape>> shapes, Findings findings) {
        this.sql = sql;
        this.plan = plan;
        this.shapes = shapes;
        this.findings = findings;
        this.kept = new Kept(sql, plan.migration());
    }

    Kept kept() {
        return kept;
    }

    /** Empty, with a finding, when there is no such table at this step. */
    Optional<PlannedTable> table(TableName name, String path) throws SQLException {
        PlannedTable known = open.get(name);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<TableShape> shape = shapes.getOrDefault(name, Optional.empty());
        if (shape.isEmpty()) {
            findings.missing(path + ".table", "there is no table '" + name + "'");
            return Optional.empty();
        }
        return copy(name, shape.get(), path);
    }

    private Optional<PlannedTable> copy(TableName name, TableShape shape, String path) throws SQLException {
        TableName full = new TableName(new Identifier(shape.schema()), new Identifier(shape.name()));
        PlannedTable same = open.get(full);
        if (same != null) {
            open.put(name, same);
            return Optional.of(same);
        }
        PlannedTable table = new PlannedTable(shape.schema(), full.name(), shape.key(), false, isPartitioned(full));
        if (!taken(table, path)) {
            return Optional.empty();
        }
        sql.run("create temporary table " + Quoting.name(table.name()) + " (like " + table.sql()
                + " including defaults including generated)");
        open.put(name, table);
        open.put(full, table);
        asAtStart(table, name);
        return Optional.of(table);
    }

    /** The text that follows the name in {@code create table}, tried on the copy. */
    Optional<PlannedTable> create(Step.CreateTable step, String body, String path) throws SQLException {
        Identifier schema =
                step.table().schema() == null ? current() : step.table().schema();
        PlannedTable table = new PlannedTable(
                schema.text(),
                step.table().name(),
                step.primaryKey().stream().map(Identifier::text).toList(),
                true,
                false);
        if (!taken(table, path)
                || !attempt(path, "create temporary table " + Quoting.name(table.name()) + " " + body)) {
            return Optional.empty();
        }
        open.put(step.table(), table);
        open.put(new TableName(schema, step.table().name()), table);
        return Optional.of(table);
    }

    /** The columns at this step, by name. */
    Map<String, PlannedColumn> columns(PlannedTable table) throws SQLException {
        return PlannedColumn.read(sql, table.scratchClass());
    }

    /** Empty, with a finding, when there is no such column at this step. */
    Optional<PlannedColumn> column(PlannedTable table, Identifier column, String path) throws SQLException {
        PlannedColumn found = columns(table).get(column.text());
        if (found == null) {
            findings.missing(path, "table '" + table + "' has no column '" + column + "' at this step");
        }
        return Optional.ofNullable(found);
    }

    /** Changes a copy. False, with the server's words as a finding, when it refuses. */
    boolean attempt(String path, String statement) throws SQLException {
        Optional<SQLException> refused = sql.attempt(() -> sql.runOne(statement));
        refused.ifPresent(e -> findings.refused(path, statement, e));
        return refused.isEmpty();
    }

    /** The file of the copy's rows; another one after a statement means that it rewrote the table. */
    String fileOf(PlannedTable table) throws SQLException {
        return sql.first("select pg_relation_filenode(" + table.scratchClass() + ")")
                .orElse("");
    }

    Plan plan() {
        return plan;
    }

    Sending sql() {
        return sql;
    }

    private Identifier current() throws SQLException {
        return new Identifier(sql.first("select current_schema()").orElse("public"));
    }

    private boolean isPartitioned(TableName table) throws SQLException {
        String found = Quoting.regclass(table.quoted('"'));
        return sql.first("select true from pg_class where relkind = 'p' and oid = " + found)
                .isPresent();
    }

    /** The copies live in one schema, so two tables of one name cannot both be there. */
    private boolean taken(PlannedTable table, String path) {
        boolean free = names.add(table.name());
        if (!free) {
            findings.unsupported(
                    path + ".table",
                    "the plan has two tables named '" + table.name()
                            + "' in different schemas, or creates one twice; make it two migrations");
        }
        return free;
    }

    private void asAtStart(PlannedTable table, TableName name) throws SQLException {
        Set<Identifier> seen = new HashSet<>();
        Optional<Identifier> marker = plan.markerOf(name);
        if (marker.isPresent()) {
            sql.run("alter table " + table.scratch() + " drop column if exists " + Quoting.name(marker.get()));
        }
        for (var phase : plan.phases()) {
            for (Step step : phase.steps()) {
                if (step instanceof Step.AddColumn add
                        && same(add.table(), name, table)
                        && seen.add(add.column().name())) {
                    sql.run("alter table " + table.scratch() + " drop column if exists "
                            + Quoting.name(add.column().name()) + " cascade");
                } else if (step instanceof Step.DropColumn drop
                        && same(drop.table(), name, table)
                        && seen.add(drop.column())) {
                    putBack(table, drop.column());
                }
            }
        }
    }

    /** What was remembered wins over what is there: after a rollback the column is back, but without its {@code not null}. */
    private void putBack(PlannedTable table, Identifier column) throws SQLException {
        Optional<String> definition = kept.definition(table.sql() + "." + Quoting.name(column));
        if (definition.isPresent()) {
            String alter = "alter table " + table.scratch() + " ";
            sql.run(alter + "drop column if exists " + Quoting.name(column) + " cascade");
            sql.run(alter + "add column " + Quoting.name(column) + " " + definition.get());
        }
    }

    private static boolean same(TableName asked, TableName name, PlannedTable table) {
        return asked.equals(name)
                || (asked.name().equals(table.name())
                        && asked.schema() != null
                        && asked.schema().text().equals(table.schema()));
    }
}
