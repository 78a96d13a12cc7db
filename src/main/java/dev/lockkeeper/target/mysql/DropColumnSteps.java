package dev.lockkeeper.target.mysql;

import dev.lockkeeper.plan.Durations;
import dev.lockkeeper.plan.Step;
import dev.lockkeeper.target.Statement;
import dev.lockkeeper.target.StepSql;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code dropColumn}: at once, or under another name until its retention is over. */
final class DropColumnSteps {

    private static final String KEPT_AS = "__dropped";

    private final Scratch scratch;
    private final Findings findings;
    private final Online online;
    private final Dependents dependents;

    DropColumnSteps(Scratch scratch, Findings findings, Online online, Dependents dependents) {
        this.scratch = scratch;
        this.findings = findings;
        this.online = online;
        this.dependents = dependents;
    }

    Rendered drop(Spot spot, Step.DropColumn step) throws SQLException {
        Optional<PlannedTable> table = scratch.table(step.table(), spot.path());
        if (table.isEmpty()) {
            return spot.nothing();
        }
        Optional<PlannedColumn> found = scratch.column(table.get(), step.column(), spot.path() + ".column");
        if (found.isEmpty()) {
            return spot.nothing();
        }
        PlannedColumn column = found.get();
        int before = findings.count();
        dependents.of(table.get(), column).forEach(why -> findings.unsupported(spot.path() + ".column", why));
        Online.fulltext(scratch.catalog(table.get()))
                .ifPresent(why -> findings.unsupported(spot.path() + ".table", why));
        ColumnDefinition definition = scratch.definition(table.get(), column);
        if (findings.count() > before
                || !scratch.attempt(
                        spot.path(), "alter table " + scratch.copy(table.get()) + " drop column " + column.sql())) {
            return spot.nothing();
        }
        return step.keepFor() == null
                ? atOnce(spot, table.get(), column, definition)
                : renamed(spot, table.get(), column, definition, step.keepFor());
    }

    private Rendered atOnce(Spot spot, PlannedTable table, PlannedColumn column, ColumnDefinition definition) {
        Statement drop = online.dropColumn(
                "alter table " + table.sql() + " drop column " + column.sql(),
                CatalogQueries.columnGone(table, column.name()));
        return spot.withoutReturn(
                List.of(remember(table, column, definition), drop),
                "the data of the column is gone; with keepFor it would be kept under another name for a while",
                Online.notes(drop));
    }

    /** A column that new code does not know must not refuse its inserts, so {@code not null} goes before the name does. */
    private Rendered renamed(
            Spot spot, PlannedTable table, PlannedColumn column, ColumnDefinition definition, Duration keepFor) {
        String kept = Quoting.fit(column.name(), KEPT_AS);
        String alter = "alter table " + table.sql() + " ";
        String gone = CatalogQueries.both(
                CatalogQueries.columnGone(table, column.name()), CatalogQueries.columnNamed(table, kept));
        boolean refuses = column.notNull() && definition.defaultSql().isEmpty();
        List<Statement> forward = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        forward.add(remember(table, column, definition));
        if (refuses) {
            Statement nullable = Online.rebuild(
                    alter + "modify column " + column.sql() + " " + definition.nullable(),
                    CatalogQueries.either(CatalogQueries.nullable(table, column.name()), gone));
            forward.add(nullable);
            notes.add("'not null' goes first, so that inserts that do not know the column are taken: that is "
                    + Online.notes(nullable).getFirst());
            notes.add("the way back leaves the column nullable: rows written meanwhile have no value in it");
        }
        forward.add(online.renameColumn(alter + "rename column " + column.sql() + " to " + Names.quoted(kept), gone));
        Statement back = online.renameColumn(
                alter + "rename column " + Names.quoted(kept) + " to " + column.sql(),
                CatalogQueries.both(
                        CatalogQueries.columnGone(table, kept), CatalogQueries.columnNamed(table, column.name())));
        Statement later =
                online.dropColumn(alter + "drop column " + Names.quoted(kept), CatalogQueries.columnGone(table, kept));
        notes.add("the data stays in " + kept + " for " + Durations.format(keepFor) + ", then it is dropped: "
                + later.sql());
        notes.addAll(Online.notes(later));
        return new Rendered(
                new StepSql(
                        spot.index(),
                        spot.step().title(),
                        spot.step().kind(),
                        forward,
                        List.of(back),
                        null,
                        notes,
                        List.of(later)),
                bothThere(table, column.name(), kept));
    }

    private Statement remember(PlannedTable table, PlannedColumn column, ColumnDefinition definition) {
        String object = table.sql() + "." + column.sql();
        Kept kept = scratch.kept();
        return Online.alone(
                kept.remember(object, definition.text()), kept.remembered(object, definition.text()), TableLocks.NONE);
    }

    private static String bothThere(PlannedTable table, String column, String kept) {
        return "select "
                + Quoting.literal("Table '" + table + "' has both '" + column + "' and '" + kept
                        + "', the name it would be kept under; drop or rename the latter.")
                + " from dual where (" + CatalogQueries.columnNamed(table, column) + ") and ("
                + CatalogQueries.columnNamed(table, kept) + ")";
    }
}
