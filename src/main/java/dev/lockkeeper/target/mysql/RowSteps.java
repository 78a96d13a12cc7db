package dev.lockkeeper.target.mysql;

import dev.lockkeeper.Failure;
import dev.lockkeeper.plan.Identifier;
import dev.lockkeeper.plan.Step;
import dev.lockkeeper.plan.Step.Guard;
import dev.lockkeeper.plan.TableName;
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

    static final String MARKER = "'guard: marker' is not supported yet on MySQL and MariaDB; use mismatch, or null";

    private static final String COMPARED = "rows are compared with what the column stores, texts byte by byte";

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
        Optional<RowsSql> rows = rows(table.get(), step.set(), step.guard(), spot.path() + ".set");
        if (rows.isEmpty()) {
            return spot.nothing();
        }
        Statement write = new Statement(rows.get().shownWrite(), Mode.CHUNKS, null, TableLocks.CHUNKS);
        Statement clear = new Statement(rows.get().shownClear(), Mode.CHUNKS, null, TableLocks.CHUNKS);
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
            findings.unsupported(spot.path() + ".guard", MARKER);
            return false;
        }
        boolean fits = walkable(spot, table) & expressions.right(table, step.set(), spot.path() + ".set");
        if (!fits || step.guard() != Guard.MISMATCH) {
            return fits;
        }
        return compared(table, step.set(), spot.path() + ".set", "use guard: null or none");
    }

    Rendered verify(Spot spot, Step.Verify step) throws SQLException {
        Optional<PlannedTable> table = scratch.table(step.table(), spot.path());
        String path = spot.path() + ".same";
        if (table.isEmpty()
                || !(walkable(spot, table.get()) & expressions.right(table.get(), step.same(), path))
                || !compared(table.get(), step.same(), path, "verify it with an assert")) {
            return spot.nothing();
        }
        return rows(table.get(), step.same(), Guard.NONE, path)
                .map(rows -> spot.asks(
                        new Statement(rows.shownCompare(), Mode.QUERY, null, TableLocks.READ), COMPARED, FIRST))
                .orElseGet(spot::nothing);
    }

    Rendered count(Spot spot, Step.RowCount step) throws SQLException {
        Optional<PlannedTable> table = scratch.table(step.table(), spot.path());
        return table.isEmpty()
                ? spot.nothing()
                : spot.asks(
                        new Statement("select count(*) from " + table.get().sql(), Mode.QUERY, null, TableLocks.READ));
    }

    /** Empty, with a finding, when these columns cannot be walked or set. */
    private Optional<RowsSql> rows(PlannedTable table, Map<Identifier, String> set, Guard guard, String path)
            throws SQLException {
        TableName name = new TableName(new Identifier(table.schema()), new Identifier(table.name()));
        try {
            WalkKey key = table.created()
                    ? WalkKey.primary(table.key())
                    : WalkKey.read(scratch.sql(), table.sql(), table.key());
            return Optional.of(RowsSql.of(name, key, scratch.columns(table), set, guard));
        } catch (Failure e) {
            findings.unsupported(path, e.message());
            return Optional.empty();
        }
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
            if (column != null && !Stored.comparable(column)) {
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
