package dev.lockkeeper.target.mysql;

import dev.lockkeeper.plan.Identifier;
import dev.lockkeeper.plan.Step;
import dev.lockkeeper.target.Statement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code setNotNull} in place; {@code addCheck} is refused, because neither server can add a check that holds for every row without
 * copying the table under a lock.
 */
final class ConstraintSteps {

    private static final String CHECK =
            "both MySQL and MariaDB add a check only by copying the table while nobody writes (algorithm=copy). That needs the online copy,"
                    + " which is not there yet. Declare the check in createTable, or verify the rows with an assert";

    private final Scratch scratch;
    private final Expressions expressions;
    private final Findings findings;
    private final ServerVersion version;

    ConstraintSteps(Scratch scratch, Expressions expressions, Findings findings, ServerVersion version) {
        this.scratch = scratch;
        this.expressions = expressions;
        this.findings = findings;
        this.version = version;
    }

    Rendered notNull(Spot spot, Step.SetNotNull step) throws SQLException {
        Optional<PlannedTable> table = scratch.table(step.table(), spot.path());
        if (table.isEmpty()) {
            return spot.nothing();
        }
        List<Statement> forward = new ArrayList<>();
        List<Statement> back = new ArrayList<>();
        Online.fulltext(scratch.catalog(table.get()))
                .ifPresent(why -> findings.unsupported(spot.path() + ".table", why));
        for (Identifier name : step.columns()) {
            String path = spot.path() + ".columns";
            Optional<PlannedColumn> column = scratch.column(table.get(), name, path);
            if (column.isPresent() && possible(table.get(), column.get(), path)) {
                ColumnDefinition definition = scratch.definition(table.get(), column.get());
                String modify = " modify column " + column.get().sql() + " ";
                if (scratch.attempt(path, "alter table " + scratch.copy(table.get()) + modify + definition.notNull())) {
                    String alter = "alter table " + table.get().sql() + modify;
                    String there = column.get().name();
                    forward.add(
                            Online.rebuild(alter + definition.notNull(), CatalogQueries.notNull(table.get(), there)));
                    back.addFirst(
                            Online.rebuild(alter + definition.nullable(), CatalogQueries.nullable(table.get(), there)));
                }
            }
        }
        return spot.becomes(
                forward,
                back,
                null,
                "in place: the table is written anew beside readers and writers, once for each column and once for each on the way back",
                "the server looks at every row while it does so; a row with null makes it give up, and nothing has changed");
    }

    /** What was seen to be refused by MariaDB, whatever the sql_mode. */
    private boolean possible(PlannedTable table, PlannedColumn column, String path) throws SQLException {
        int before = findings.count();
        if (column.generated()) {
            findings.unsupported(path, "'" + column.name() + "' is computed by the server");
        }
        if (version.mariadb() && column.kind().equals("timestamp")) {
            findings.unsupported(
                    path,
                    "MariaDB makes a timestamp 'not null' only by copying the table while nobody writes. That needs the online copy, which is"
                            + " not there yet");
        }
        if (version.mariadb() && computes(table)) {
            findings.unsupported(
                    path,
                    "the table has generated columns that are stored or indexed, and MariaDB then changes a column only by copying the table"
                            + " while nobody writes. That needs the online copy, which is not there yet");
        }
        return findings.count() == before;
    }

    private boolean computes(PlannedTable table) throws SQLException {
        List<PlannedColumn> generated = scratch.columns(table).values().stream()
                .filter(PlannedColumn::generated)
                .toList();
        return generated.stream().anyMatch(column -> Names.lower(column.extra()).contains("stored"))
                || scratch.catalog(table).keys().stream().anyMatch(key -> generated.stream()
                        .anyMatch(column -> key.names().contains(Names.lower(column.name()))));
    }

    Rendered check(Spot spot, Step.AddCheck step) throws SQLException {
        Optional<PlannedTable> table = scratch.table(step.table(), spot.path());
        if (table.isPresent()
                && expressions.judged(
                        step.expression(), scratch.columns(table.get()).keySet(), spot.path() + ".expression")) {
            findings.unsupported(spot.path(), CHECK);
        }
        return spot.nothing();
    }
}
