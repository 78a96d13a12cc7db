package dev.lockkeeper.target.postgres;

import dev.lockkeeper.plan.Identifier;
import dev.lockkeeper.plan.Step;
import dev.lockkeeper.plan.Step.Guard;
import dev.lockkeeper.plan.WithoutKey;
import dev.lockkeeper.target.Statement;
import dev.lockkeeper.target.Statement.Mode;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code backfill}, {@code verify}, {@code rowCount}: what walks or counts the rows of a table. */
final class RowSteps {

    private static final String FIRST =
            "the first chunk has no lower bound; $1 and what follows are keys, sent as values of the key's type";

    private static final String UP_TO =
            "the first chunk has no lower bound; $1 and $2 are keys, sent as values of the key's type, and $3 is how many rows the chunk has"
                    + " at most";

    private static final String BY_BLOCKS =
            "the table has no key, so it is walked block after block; $1 and $2 are where blocks begin. A row that an update moves is right"
                    + " by the sync's trigger. If the table is rewritten meanwhile, it is walked again";

    private static final String TOO_OLD = "select true where current_setting('server_version_num')::int < 140000";

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
        Identifier marker = step.guard() == Guard.MARKER
                ? scratch.plan().markerOf(step.table()).orElseThrow()
                : null;
        RowsSql rows = RowsSql.of(table.get(), scratch.columns(table.get()), step.set(), step.guard(), marker);
        Statement write = new Statement(rows.shownWrite(), Mode.CHUNKS, null, TableLocks.CHUNKS);
        Statement clear = new Statement(rows.shownClear(), Mode.CHUNKS, null, TableLocks.CHUNKS);
        List<String> notes = new ArrayList<>();
        notes.add(promise(step.guard()));
        notes.add(rows.byBlocks() ? BY_BLOCKS : FIRST);
        notes.add(
                step.clear()
                        ? "the way back sets the columns to null, in chunks"
                        : "the way back leaves what was written");
        notes.addAll(expressions.settings(table.get(), step.set()));
        return spot.becomes(
                List.of(write), step.clear() ? List.of(clear) : List.of(), null, notes.toArray(String[]::new));
    }

    private static String promise(Guard guard) {
        return switch (guard) {
            case MISMATCH ->
                COMPARED
                        + "; a second pass writes nothing. For the time before applications write the new columns themselves: what they"
                        + " write and the expression does not give is overwritten";
            case NULL -> "rows with a value in any of the columns are left as they are";
            case MARKER ->
                "only rows that nobody has written since the sync began, so that no newer value is overwritten; for the time when"
                        + " applications write the new columns too";
            case NONE ->
                "every row once, by the ledger alone. A row whose key is updated during the run may be written twice or not at all, and rows"
                        + " inserted during the run are not written";
        };
    }

    private boolean writable(Spot spot, PlannedTable table, Step.Backfill step) throws SQLException {
        Optional<Identifier> marker = scratch.plan().markerOf(step.table());
        if (step.guard() == Guard.MARKER
                && !scratch.columns(table).containsKey(marker.orElseThrow().text())) {
            findings.invalid(spot.path() + ".guard", "no keepInSync before it marks the rows");
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
                "use guard: marker, null or none, or declare your function stable or immutable");
    }

    Rendered verify(Spot spot, Step.Verify step) throws SQLException {
        Optional<PlannedTable> table = scratch.table(step.table(), spot.path());
        if (table.isEmpty()) {
            return spot.nothing();
        }
        Identifier marker =
                step.fromSync() ? scratch.plan().markerOf(step.table()).orElse(null) : null;
        if (!walkable(spot, table.get()) || !verifiable(spot, table.get(), step, marker)) {
            return spot.nothing();
        }
        Map<String, PlannedColumn> columns = scratch.columns(table.get());
        Guard guard = marker == null ? Guard.MISMATCH : Guard.MARKER;
        RowsSql rows = RowsSql.of(table.get(), columns, step.same(), guard, marker);
        return spot.asks(
                new Statement(rows.shownCompare(), Mode.QUERY, null, TableLocks.READ),
                marker == null
                        ? COMPARED
                        : "counts the rows that are still to be done; once applications write the new columns, these need not equal the"
                                + " expressions any more",
                rows.byBlocks() ? BY_BLOCKS : rows.comparesUpTo() ? UP_TO : FIRST);
    }

    private boolean verifiable(Spot spot, PlannedTable table, Step.Verify step, @Nullable Identifier marker)
            throws SQLException {
        String path = spot.path() + ".same";
        if (marker == null) {
            return expressions.right(table, step.same(), path)
                    && compared(
                            table,
                            step.same(),
                            path,
                            "verify it with an assert, or declare your function stable or immutable");
        }
        boolean marked = scratch.columns(table).containsKey(marker.text());
        if (!marked) {
            findings.invalid(
                    path,
                    "with 'guard: marker', 'same: sync' asks the sync's own mark of a row, which stopSync has taken away;"
                            + " verify before it");
        }
        return marked;
    }

    Rendered count(Spot spot, Step.RowCount step) throws SQLException {
        Optional<PlannedTable> table = scratch.table(step.table(), spot.path());
        return table.isEmpty()
                ? spot.nothing()
                : spot.asks(
                        new Statement("select count(*) from " + table.get().sql(), Mode.QUERY, null, TableLocks.READ));
    }

    private boolean walkable(Spot spot, PlannedTable table) throws SQLException {
        if (!table.key().isEmpty()) {
            return true;
        }
        Optional<String> refusal = table.partitioned()
                ? Optional.of(
                        "its rows are in partitions, which without a key have no order among them; name a partition as the table")
                : scratch.sql().first(TOO_OLD).isPresent()
                        ? Optional.of("this server cannot read a range of blocks; PostgreSQL 14 can")
                        : WithoutKey.refusal(scratch.plan(), spot.step());
        refusal.ifPresent(why -> findings.unsupported(
                spot.path() + ".table",
                "'" + table
                        + "' has neither a primary key nor a unique index over columns that are not null, by which it could be walked in"
                        + " chunks; add one first. " + Character.toUpperCase(why.charAt(0)) + why.substring(1)));
        return refusal.isEmpty();
    }

    private boolean compared(PlannedTable table, Map<Identifier, String> set, String path, String way)
            throws SQLException {
        boolean fine = expressions.steady(table, set, path, way) && expressions.timeless(table, set, path);
        Map<String, PlannedColumn> columns = scratch.columns(table);
        for (Identifier name : set.keySet()) {
            PlannedColumn column = columns.get(name.text());
            if (column != null && !column.comparedAsText() && !expressions.comparable(table, column)) {
                findings.unsupported(
                        path + "." + name,
                        "values of type " + column.type()
                                + " cannot be compared; backfill with guard: marker or null, and verify with an assert");
                fine = false;
            }
        }
        return fine;
    }
}
