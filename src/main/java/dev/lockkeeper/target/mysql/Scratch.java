package dev.lockkeeper.target.mysql;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.plan.Identifier;
import dev.lockkeeper.plan.Plan;
import dev.lockkeeper.plan.Step;
import dev.lockkeeper.plan.TableName;
import dev.lockkeeper.target.TableShape;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Empty temporary copies of the plan's tables, on which its steps are tried in their order. They belong to this session alone and are
 * dropped when the plan was resolved; DDL here cannot be rolled back. So the server itself says what a type is called and whether an
 * expression is right, and a step sees the columns that steps before it add. What a copy cannot tell is which algorithm the server has
 * for the table itself: that is for {@link Online}.
 *
 * <p>A copy starts as the table was before the migration: columns that the plan adds are taken away, columns that it has dropped are put
 * back from {@link Kept}. That makes the result the same before, during and after the run.
 */
final class Scratch implements AutoCloseable {

    private static final int DATABASE_DENIED = 1044;

    private final Sending sql;
    private final Plan plan;
    private final Kept kept;
    private final Map<TableName, Optional<TableShape>> shapes;
    private final Findings findings;
    private final Map<TableName, PlannedTable> open = new HashMap<>();
    private final Map<PlannedTable, String> copies = new HashMap<>();
    private final Map<PlannedTable, TableText> catalog = new HashMap<>();

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

    Sending sql() {
        return sql;
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
        PlannedTable table = new PlannedTable(
                shape.get().schema(), shape.get().name(), shape.get().key(), false);
        if (!copies.containsKey(table)) {
            TableText text = TableText.read(sql, table.sql());
            catalog.put(table, text);
            copied(table, text.copy());
            asAtStart(table, name);
        }
        open.put(name, table);
        return Optional.of(table);
    }

    /** The text that follows the name in {@code create table}, tried on a copy. */
    Optional<PlannedTable> create(Step.CreateTable step, String body, String path) throws SQLException {
        String schema = step.table().schema() == null
                ? sql.first("select database()").orElse("")
                : step.table().schema().text();
        PlannedTable table = new PlannedTable(
                schema,
                step.table().name().text(),
                step.primaryKey().stream().map(Identifier::text).toList(),
                true);
        if (copies.containsKey(table) || open.containsKey(step.table())) {
            findings.invalid(path + ".table", "the plan has '" + table + "' already at this step");
            return Optional.empty();
        }
        Optional<SQLException> refused = attempt(() -> copied(table, body));
        if (refused.isPresent()) {
            findings.refused(path, body, refused.get());
            return Optional.empty();
        }
        catalog.put(table, TableText.read(sql, copy(table)));
        open.put(step.table(), table);
        open.put(new TableName(new Identifier(schema), step.table().name()), table);
        return Optional.of(table);
    }

    /** The copy's name, quoted. */
    String copy(PlannedTable table) {
        String copy = copies.get(table);
        if (copy == null) {
            throw new IllegalArgumentException("no copy of " + table);
        }
        return copy;
    }

    /** The table as it stands in the catalog now; for one that the plan creates, as the plan creates it. */
    TableText catalog(PlannedTable table) {
        TableText text = catalog.get(table);
        if (text == null) {
            throw new IllegalArgumentException("no table " + table);
        }
        return text;
    }

    /** The columns at this step, by name in lower case. */
    Map<String, PlannedColumn> columns(PlannedTable table) throws SQLException {
        return PlannedColumn.read(sql, copy(table));
    }

    /** What follows the column's name in the table at this step. */
    ColumnDefinition definition(PlannedTable table, PlannedColumn column) throws SQLException {
        return new ColumnDefinition(TableText.read(sql, copy(table))
                .column(column.name())
                .orElseThrow()
                .definition());
    }

    /** Empty, with a finding, when there is no such column at this step. */
    Optional<PlannedColumn> column(PlannedTable table, Identifier column, String path) throws SQLException {
        PlannedColumn found = columns(table).get(Names.lower(column.text()));
        if (found == null) {
            findings.missing(path, "table '" + table + "' has no column '" + column + "' at this step");
        }
        return Optional.ofNullable(found);
    }

    /** Changes a copy, or explains a statement on it. False, with the server's words as a finding, when it refuses. */
    boolean attempt(String path, String statement) throws SQLException {
        Optional<SQLException> refused = attempt(() -> sql.run(statement));
        refused.ifPresent(e -> findings.refused(path, statement, e));
        return refused.isEmpty();
    }

    private interface Work {
        void run() throws SQLException;
    }

    private static Optional<SQLException> attempt(Work work) throws SQLException {
        try {
            work.run();
            return Optional.empty();
        } catch (SQLException e) {
            if (SqlFailures.lost(e) || SqlFailures.number(e) == DATABASE_DENIED) {
                throw e;
            }
            return Optional.of(e);
        }
    }

    private void copied(PlannedTable table, String body) throws SQLException {
        String copy = table.beside("lockkeeper_copy_" + (copies.size() + 1));
        try {
            sql.run("drop temporary table if exists " + copy);
            sql.run("create temporary table " + copy + " " + body);
        } catch (SQLException e) {
            if (SqlFailures.number(e) == DATABASE_DENIED) {
                throw denied(table, e);
            }
            throw e;
        }
        copies.put(table, copy);
    }

    private static Failure denied(PlannedTable table, SQLException e) {
        String database = Names.quoted(table.schema());
        return new Failure(
                Code.MISSING_PRIVILEGE,
                "The login may not create temporary tables in " + database
                        + ", on which the server judges types and expressions while a plan is resolved. Nothing was changed.",
                "Run as an administrator: grant create temporary tables on " + database + ".* to the login.",
                e);
    }

    /** Last added first, because a generated column may need one that was added before it. */
    private void asAtStart(PlannedTable table, TableName name) throws SQLException {
        List<String> added = new ArrayList<>();
        List<Identifier> dropped = new ArrayList<>();
        for (var phase : plan.phases()) {
            for (Step step : phase.steps()) {
                if (step instanceof Step.AddColumn add && same(add.table(), name, table)) {
                    added.addFirst(Names.lower(add.column().name().text()));
                } else if (step instanceof Step.DropColumn drop && same(drop.table(), name, table)) {
                    dropped.add(drop.column());
                }
            }
        }
        for (String column : added) {
            if (columns(table).containsKey(column)) {
                sql.run("alter table " + copy(table) + " drop column " + Names.quoted(column));
            }
        }
        for (Identifier column : dropped) {
            if (!added.contains(Names.lower(column.text()))) {
                putBack(table, column);
            }
        }
    }

    /** What was remembered wins over what is there: after a rollback the column is back, but without its {@code not null}. */
    private void putBack(PlannedTable table, Identifier column) throws SQLException {
        Optional<String> definition = kept.definition(table.sql() + "." + Quoting.name(column));
        if (definition.isPresent()) {
            boolean there = columns(table).containsKey(Names.lower(column.text()));
            sql.run("alter table " + copy(table) + (there ? " modify column " : " add column ") + Quoting.name(column)
                    + " " + definition.get());
        }
    }

    private static boolean same(TableName asked, TableName name, PlannedTable table) {
        return asked.equals(name)
                || (asked.name().text().equals(table.name())
                        && asked.schema() != null
                        && asked.schema().text().equals(table.schema()));
    }

    @Override
    public void close() throws SQLException {
        for (String copy : copies.values()) {
            sql.run("drop temporary table if exists " + copy);
        }
    }
}
