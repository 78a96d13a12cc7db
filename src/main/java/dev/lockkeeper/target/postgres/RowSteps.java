package dev.lockkeeper.target.postgres;

import dev.lockkeeper.plan.Identifier;
import dev.lockkeeper.plan.Step;
import dev.lockkeeper.plan.Step.Guard;
import dev.lockkeeper.target.Statement;
import dev.lockkeeper.target.Statement.Mode;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code backfill}, {@code verify}, {@code rowCount}: what walks or counts the rows of a table. */
final class RowSteps {

    private static final String FIRST =
            "the first chunk has no lower bound; $1 and what follows are keys, sent as values of the key's type";

    private static final String COMPARED = "rows are compared with what the column stores";

    private final Scratch scratch;
    private final Expressions expressions;
    private final Findings findings;

    RowSteps(Scratch scratch, Expressions expressions, Findings findings) {
        this.scratch = scratch;
        this.expressions = expressions;
        this.findings = findings;
    }

    Rendered backfill(Spot spot, Step.Backfill step) throws SQLException {
        Optional<PlannedTable> table = scratch.table(step.table(), spot.path());
        if (table.isEmpty() || !writable(spot, table.get(), step)) {
            return spot.nothing();
        }
        RowsSql rows = RowsSql.of(table.get(), scratch.columns(table.get()), step.set(), step.guard());
        Statement write = new Statement(rows.shownWrite(), Mode.CHUNKS, null, TableLocks.CHUNKS);
        Statement clear = new Statement(rows.shownClear(), Mode.CHUNKS, null, TableLocks.CHUNKS);
        String promise =
                switch (step.guard()) {
                    case MISMATCH -> COMPARED + "; a second pass writes nothing";
                    case NULL -> "rows with a value in any of the columns are left as they are";
                    case NONE, MARKER ->
                        "every row once, by the ledger alone; rows inserted during the run and keys that change are outside this promise";
                };
        return spot.becomes(
                List.of(write),
                step.clear() ? List.of(clear) : List.of(),
                null,
                promise,
                FIRST,
                step.clear()
                        ? "the way back sets the columns to null, in chunks"
                        : "the way back leaves what was written");
    }

    private boolean writable(Spot spot, PlannedTable table, Step.Backfill step) throws SQLException {
        if (step.guard() == Guard.MARKER) {
            findings.unsupported(spot.path() + ".guard", "'guard: marker' is not supported yet; use mismatch, or null");
            return false;
        }
        boolean fits = walkable(spot, table) & expressions.right(table, step.set(), spot.path() + ".set");
        if (!fits || step.guard() != Guard.MISMATCH) {
            return fits;
        }
        return compared(
                table,
                step.set(),
                spot.path() + ".set",
                "use guard: null or none, or declare your function stable or immutable");
    }

    Rendered verify(Spot spot, Step.Verify step) throws SQLException {
        Optional<PlannedTable> table = scratch.table(step.table(), spot.path());
        String path = spot.path() + ".same";
        if (table.isEmpty()
                || !(walkable(spot, table.get()) & expressions.right(table.get(), step.same(), path))
                || !compared(
                        table.get(),
                        step.same(),
                        path,
                        "verify it with an assert, or declare your function stable or immutable")) {
            return spot.nothing();
        }
        RowsSql rows = RowsSql.of(table.get(), scratch.columns(table.get()), step.same(), Guard.NONE);
        return spot.asks(new Statement(rows.shownCompare(), Mode.QUERY, null, TableLocks.READ), COMPARED, FIRST);
    }

    Rendered count(Spot spot, Step.RowCount step) throws SQLException {
        Optional<PlannedTable> table = scratch.table(step.table(), spot.path());
        return table.isEmpty()
                ? spot.nothing()
                : spot.asks(
                        new Statement("select count(*) from " + table.get().sql(), Mode.QUERY, null, TableLocks.READ));
    }

    private boolean walkable(Spot spot, PlannedTable table) {
        if (table.key().isEmpty()) {
            findings.unsupported(
                    spot.path() + ".table",
                    "'" + table
                            + "' has neither a primary key nor a unique index over columns that are not null, by which it could be walked in"
                            + " chunks; add one first");
        }
        return !table.key().isEmpty();
    }

    private boolean compared(PlannedTable table, Map<Identifier, String> set, String path, String way)
            throws SQLException {
        boolean fine = expressions.steady(table, set, path, way);
        Map<String, PlannedColumn> columns = scratch.columns(table);
        for (Identifier name : set.keySet()) {
            PlannedColumn column = columns.get(name.text());
            if (column != null && !expressions.comparable(table, column)) {
                findings.unsupported(
                        path + "." + name,
                        "values of type " + column.type()
                                + " cannot be compared; backfill with guard: null, and verify with an assert");
                fine = false;
            }
        }
        return fine;
    }
}
