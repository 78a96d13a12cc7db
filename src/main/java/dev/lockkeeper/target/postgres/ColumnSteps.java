package dev.lockkeeper.target.postgres;

import dev.lockkeeper.plan.Column;
import dev.lockkeeper.plan.Step;
import dev.lockkeeper.target.Statement;
import dev.lockkeeper.target.Statement.Mode;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code addColumn}. */
final class ColumnSteps {

    private static final String REWRITES =
            "the server would write every row anew under a lock that blocks reads and writes (the default gives another value for each row,"
                    + " or the type has conditions of its own). Add the column without the default, backfill it with guard: null, and set the"
                    + " default with an sql step: it is taken by rows inserted from then on";

    private static final String NOT_NULL =
            "the table has rows, and 'not null' without a default has no value for them. Add the column as nullable, backfill it, then use"
                    + " setNotNull; or give it a constant default";

    private final Scratch scratch;
    private final Expressions expressions;
    private final Findings findings;

    ColumnSteps(Scratch scratch, Expressions expressions, Findings findings) {
        this.scratch = scratch;
        this.expressions = expressions;
        this.findings = findings;
    }

    Rendered add(Spot spot, Step.AddColumn step) throws SQLException {
        Optional<PlannedTable> table = scratch.table(step.table(), spot.path());
        Column column = step.column();
        if (table.isEmpty()
                || !ColumnText.standsAlone(expressions, column, spot.path())
                || !tried(table.get(), column, spot.path())) {
            return spot.nothing();
        }
        PlannedColumn wanted =
                scratch.column(table.get(), column.name(), spot.path()).orElseThrow();
        if (wanted.notNull() && wanted.defaultSql() == null && needsValues(table.get(), wanted)) {
            findings.unsupported(spot.path() + ".nullable", NOT_NULL);
        }
        if (column.unique() && table.get().partitioned()) {
            findings.unsupported(
                    spot.path() + ".unique",
                    "'" + table.get()
                            + "' is partitioned: its unique indexes must have the partition key in them, and are not built"
                            + " concurrently");
        }
        return rendered(spot, table.get(), column, wanted);
    }

    /** On the copy; a rewrite of an empty copy shows what a rewrite of the table would be. */
    private boolean tried(PlannedTable table, Column column, String path) throws SQLException {
        String before = scratch.fileOf(table);
        if (!scratch.attempt(path, addTo(table.scratch(), column))) {
            return false;
        }
        if (!table.created() && !scratch.fileOf(table).equals(before)) {
            findings.unsupported(path + ".default", REWRITES);
        }
        return column.check() == null
                || scratch.attempt(
                        path + ".check",
                        "alter table " + table.scratch() + " add check " + Fragment.inBrackets(column.check()));
    }

    /** A column that is there already has its values; whether its form is right is for the conflict to say. */
    private boolean needsValues(PlannedTable table, PlannedColumn column) throws SQLException {
        return !table.created()
                && scratch.sql()
                        .first("select true from pg_attribute a where " + CatalogQueries.column(table, column.name()))
                        .isEmpty()
                && scratch.sql()
                        .first("select true from " + table.sql() + " limit 1")
                        .isPresent();
    }

    private static Rendered rendered(Spot spot, PlannedTable table, Column column, PlannedColumn wanted) {
        List<Statement> forward = new ArrayList<>();
        forward.add(new Statement(
                addTo(table.sql(), column),
                Mode.TRANSACTION,
                CatalogQueries.columnThere(table, wanted),
                TableLocks.ACCESS_EXCLUSIVE));
        if (column.check() != null) {
            String name = Quoting.fit(table.name() + "_" + column.name(), "_check");
            forward.addAll(ConstraintSteps.checked(table, name, column.check()));
        }
        if (column.unique()) {
            forward.addAll(unique(table, column));
        }
        Statement drop = new Statement(
                "alter table " + table.sql() + " drop column " + wanted.sql(),
                Mode.TRANSACTION,
                CatalogQueries.columnGone(table, wanted.name()),
                TableLocks.ACCESS_EXCLUSIVE);
        return spot.becomes(
                forward,
                List.of(drop),
                CatalogQueries.columnOtherwise(table, wanted),
                "metadata only: no row is written",
                "the way back drops the column with what was written to it");
    }

    /** Built beside readers and writers, then taken over as a constraint. */
    private static List<Statement> unique(PlannedTable table, Column column) {
        String name = Quoting.fit(table.name() + "_" + column.name(), "_key");
        String build = "create unique index concurrently " + Quoting.name(name) + " on " + table.sql() + " ("
                + Quoting.name(column.name()) + ")";
        String use = "alter table " + table.sql() + " add constraint " + Quoting.name(name) + " unique using index "
                + Quoting.name(name);
        return List.of(
                IndexSteps.build(table, name, build),
                new Statement(
                        use,
                        Mode.TRANSACTION,
                        CatalogQueries.constraintThere(table, name),
                        TableLocks.ACCESS_EXCLUSIVE));
    }

    private static String addTo(String table, Column column) {
        return "alter table " + table + " add column " + ColumnText.of(column);
    }
}
