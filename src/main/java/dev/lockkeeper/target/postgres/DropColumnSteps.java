package dev.lockkeeper.target.postgres;

import dev.lockkeeper.plan.Durations;
import dev.lockkeeper.plan.Step;
import dev.lockkeeper.target.Statement;
import dev.lockkeeper.target.Statement.Mode;
import dev.lockkeeper.target.StepSql;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code dropColumn}: at once, or under another name until its retention is over. */
final class DropColumnSteps {

    private static final String KEPT_AS = "__dropped";

    private final Scratch scratch;

    DropColumnSteps(Scratch scratch) {
        this.scratch = scratch;
    }

    Rendered drop(Spot spot, Step.DropColumn step) throws SQLException {
        Optional<PlannedTable> table = scratch.table(step.table(), spot.path());
        if (table.isEmpty()) {
            return spot.nothing();
        }
        Optional<PlannedColumn> column = scratch.column(table.get(), step.column(), spot.path() + ".column");
        if (column.isEmpty()
                || !scratch.attempt(
                        spot.path(),
                        "alter table " + table.get().scratch() + " drop column "
                                + column.get().sql() + " cascade")) {
            return spot.nothing();
        }
        return step.keepFor() == null
                ? atOnce(spot, table.get(), column.get())
                : renamed(spot, table.get(), column.get(), step.keepFor());
    }

    private Rendered atOnce(Spot spot, PlannedTable table, PlannedColumn column) {
        Statement drop = statement(
                table,
                column,
                List.of("alter table " + table.sql() + " drop column " + column.sql(), remember(table, column)),
                column.name());
        return spot.withoutReturn(
                drop, "the data of the column is gone; with keepFor it would be kept under another name for a while");
    }

    /** A column that new code does not know must not refuse its inserts, so {@code not null} goes with the name. */
    private Rendered renamed(Spot spot, PlannedTable table, PlannedColumn column, Duration keepFor) {
        String kept = Quoting.fit(column.name(), KEPT_AS);
        String alter = "alter table " + table.sql() + " ";
        List<String> texts = new ArrayList<>();
        texts.add(alter + "rename column " + column.sql() + " to " + Quoting.name(kept));
        if (column.notNull()) {
            texts.add(alter + "alter column " + Quoting.name(kept) + " drop not null");
        }
        texts.add(remember(table, column));
        Statement back = new Statement(
                alter + "rename column " + Quoting.name(kept) + " to " + column.sql(),
                Mode.TRANSACTION,
                CatalogQueries.both(
                        CatalogQueries.columnGone(table, kept),
                        CatalogQueries.exists("pg_attribute a", CatalogQueries.column(table, column.name()))),
                TableLocks.ACCESS_EXCLUSIVE);
        Statement later = new Statement(
                alter + "drop column " + Quoting.name(kept),
                Mode.TRANSACTION,
                CatalogQueries.columnGone(table, kept),
                TableLocks.ACCESS_EXCLUSIVE);
        List<String> notes = new ArrayList<>();
        notes.add("the data stays in " + kept + " for " + Durations.format(keepFor) + ", then it is dropped: "
                + later.sql());
        if (column.notNull()) {
            notes.add("the way back leaves the column nullable: rows written meanwhile have no value in it");
        }
        return new Rendered(
                new StepSql(
                        spot.index(),
                        spot.step().title(),
                        spot.step().kind(),
                        List.of(statement(table, column, texts, column.name())),
                        List.of(back),
                        null,
                        notes,
                        List.of(later)),
                bothThere(table, column.name(), kept));
    }

    private String remember(PlannedTable table, PlannedColumn column) {
        return scratch.kept().remember(table.sql() + "." + column.sql(), column.definition());
    }

    private static Statement statement(PlannedTable table, PlannedColumn column, List<String> texts, String gone) {
        return new Statement(
                String.join(";\n", texts),
                Mode.TRANSACTION,
                CatalogQueries.columnGone(table, gone),
                TableLocks.ACCESS_EXCLUSIVE);
    }

    private static @Nullable String bothThere(PlannedTable table, String column, String kept) {
        return "select "
                + Quoting.literal("Table '" + table + "' has both '" + column + "' and '" + kept
                        + "', the name it would be kept under;" + " drop or rename the latter.")
                + " where exists (select from pg_attribute a where " + CatalogQueries.column(table, column)
                + ") and exists (select from pg_attribute a where " + CatalogQueries.column(table, kept) + ")";
    }
}
