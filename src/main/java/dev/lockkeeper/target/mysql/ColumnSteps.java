package dev.lockkeeper.target.mysql;

import dev.lockkeeper.plan.Column;
import dev.lockkeeper.plan.Step;
import dev.lockkeeper.target.Statement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code addColumn}. */
final class ColumnSteps {

    private static final String NEEDS_COPY =
            ": the server can do this only by copying the table while nobody writes. That needs the online copy, which is not there yet. ";

    private static final String REWRITES = "the default is an expression" + NEEDS_COPY
            + "Add the column without the default, backfill it, and give it the default with an sql step";

    private static final String STORED = "a stored generated column" + NEEDS_COPY
            + "A virtual one is instant, or add a plain column with keepInSync";

    private static final String NOT_NULL =
            "the table has rows, and the server would silently fill them with an empty text or zero: 'not null' without a default has no value"
                    + " for them. Add the column as nullable, backfill it, then use setNotNull; or give it a constant default";

    private static final String CHECKED =
            "a check over a new column" + NEEDS_COPY + "Only MariaDB checks new rows alone; leave the check out";

    private final Scratch scratch;
    private final Expressions expressions;
    private final Findings findings;
    private final Online online;

    ColumnSteps(Scratch scratch, Expressions expressions, Findings findings, Online online) {
        this.scratch = scratch;
        this.expressions = expressions;
        this.findings = findings;
        this.online = online;
    }

    Rendered add(Spot spot, Step.AddColumn step) throws SQLException {
        Optional<PlannedTable> table = scratch.table(step.table(), spot.path());
        Column column = step.column();
        if (table.isEmpty() || !standsAlone(table.get(), column, spot.path()) || !possible(table.get(), column, spot)) {
            return spot.nothing();
        }
        if (!scratch.attempt(spot.path(), "alter table " + scratch.copy(table.get()) + added(column))) {
            return spot.nothing();
        }
        PlannedColumn wanted =
                scratch.column(table.get(), column.name(), spot.path()).orElseThrow();
        if (wanted.notNull()
                && column.defaultSql() == null
                && !wanted.generated()
                && needsValues(table.get(), wanted)) {
            findings.unsupported(spot.path() + ".nullable", NOT_NULL);
        }
        return rendered(spot, table.get(), column, wanted);
    }

    private boolean standsAlone(PlannedTable table, Column column, String path) throws SQLException {
        Set<String> columns = scratch.columns(table).keySet();
        Set<String> own = new HashSet<>(columns);
        own.add(Names.lower(column.name().text()));
        return ColumnText.standsAlone(expressions, findings, column, own, path);
    }

    /** What only a copy of the table can do, as far as the column itself tells. */
    private boolean possible(PlannedTable table, Column column, Spot spot) {
        int before = findings.count();
        if (!ColumnText.constant(column)) {
            findings.unsupported(spot.path() + ".default", REWRITES);
        }
        if (ColumnText.generated(column).filter("stored"::equals).isPresent()) {
            findings.unsupported(spot.path() + ".type", STORED);
        }
        if (column.check() != null && (!online.version().mariadb() || column.defaultSql() != null)) {
            findings.unsupported(spot.path() + ".check", CHECKED);
        }
        if (Tokens.of(column.type()).stream().anyMatch(token -> token.anyOf("auto_increment", "serial"))) {
            findings.unsupported(spot.path() + ".type", "a column that the server numbers" + NEEDS_COPY.strip());
        }
        Online.fulltext(scratch.catalog(table)).ifPresent(why -> findings.unsupported(spot.path() + ".table", why));
        return findings.count() == before;
    }

    /** A column that is there already has its values; whether its form is right is for the conflict to say. */
    private boolean needsValues(PlannedTable table, PlannedColumn column) throws SQLException {
        return !table.created()
                && scratch.catalog(table).column(column.name()).isEmpty()
                && scratch.sql()
                        .first("select 1 from " + table.sql() + " limit 1")
                        .isPresent();
    }

    private Rendered rendered(Spot spot, PlannedTable table, Column column, PlannedColumn wanted) throws SQLException {
        List<Statement> forward = new ArrayList<>();
        Statement add = online.addColumn(
                "alter table " + table.sql() + added(column), CatalogQueries.columnThere(table, wanted));
        forward.add(add);
        if (column.unique()) {
            forward.add(unique(table, column));
        }
        Statement drop = online.dropColumn(
                "alter table " + table.sql() + " drop column " + wanted.sql(),
                CatalogQueries.columnGone(table, wanted.name()));
        List<String> notes = new ArrayList<>(Online.notes(add));
        notes.add("the way back drops the column with what was written to it");
        if (column.check() != null) {
            notes.add(
                    "the check holds for rows written from then on; the rows that are there have no value in the column");
        }
        ColumnDefinition definition = scratch.definition(table, wanted);
        return spot.becomes(
                forward,
                List.of(drop),
                CatalogQueries.columnOtherwise(table, wanted, definition.text(), standard(definition, wanted)),
                notes);
    }

    /** MariaDB's catalog has the default as SQL, MySQL's as a text without quotes. */
    private @Nullable String standard(ColumnDefinition definition, PlannedColumn wanted) {
        return online.version().mariadb() ? definition.defaultSql().orElse(null) : wanted.defaultText();
    }

    private static Statement unique(PlannedTable table, Column column) {
        String name = Quoting.fit(table.name() + "_" + column.name(), "_key");
        return Online.build(
                "alter table " + table.sql() + " add unique index " + Quoting.name(name) + " ("
                        + Quoting.name(column.name()) + ")",
                IndexSteps.there(table, name));
    }

    private static String added(Column column) {
        return " add column " + ColumnText.of(column)
                + (column.check() == null ? "" : " check " + Fragment.inBrackets(column.check()));
    }
}
