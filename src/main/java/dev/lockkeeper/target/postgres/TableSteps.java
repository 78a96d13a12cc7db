package dev.lockkeeper.target.postgres;

import dev.lockkeeper.plan.Column;
import dev.lockkeeper.plan.Step;
import dev.lockkeeper.target.Statement;
import dev.lockkeeper.target.Statement.Mode;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@code createTable}. */
final class TableSteps {

    private final Scratch scratch;
    private final Expressions expressions;

    TableSteps(Scratch scratch, Expressions expressions) {
        this.scratch = scratch;
        this.expressions = expressions;
    }

    Rendered create(Spot spot, Step.CreateTable step) throws SQLException {
        boolean alone = true;
        for (Column column : step.columns()) {
            alone &= ColumnText.standsAlone(expressions, column, spot.path() + ".columns." + column.name());
        }
        if (!alone) {
            return spot.nothing();
        }
        Optional<PlannedTable> created = scratch.create(step, body(step), spot.path());
        return created.isPresent() ? rendered(spot, step, created.get()) : spot.nothing();
    }

    private Rendered rendered(Spot spot, Step.CreateTable step, PlannedTable table) throws SQLException {
        Map<String, PlannedColumn> columns = scratch.columns(table);
        Statement create = new Statement(
                "create table " + table.sql() + " " + body(step),
                Mode.TRANSACTION,
                there(table, columns.values()),
                TableLocks.NONE);
        Statement drop = new Statement(
                "drop table " + table.sql(),
                Mode.TRANSACTION,
                CatalogQueries.relationGone(table.sql()),
                TableLocks.ACCESS_EXCLUSIVE);
        return spot.becomes(
                List.of(create),
                List.of(drop),
                otherwise(table, columns.values()),
                "nobody waits: others see the table once it is there",
                "the way back drops the table with its rows");
    }

    /** Later steps may add columns, so more than the wanted ones is right too. */
    private static String there(PlannedTable table, Collection<PlannedColumn> columns) {
        return "select " + table.regclass() + " is not null and not exists (" + unlike(table, columns, "w.name") + ")";
    }

    private static String otherwise(PlannedTable table, Collection<PlannedColumn> columns) {
        String form = Quoting.literal("Table '" + table + "' is there, but not as the plan wants it: ")
                + " || string_agg(w.name || ' ' || w.type || ' (there: ' || coalesce(format_type(a.atttypid, a.atttypmod)"
                + " || case when a.attnotnull then ' not null' else '' end, 'no such column') || ')', ', ' order by w.name)";
        return unlike(table, columns, form) + " and " + table.regclass() + " is not null having count(*) > 0";
    }

    private static String unlike(PlannedTable table, Collection<PlannedColumn> columns, String what) {
        String wanted = columns.stream()
                .map(column -> "(" + Quoting.literal(column.name()) + ", " + Quoting.literal(column.type()) + ", "
                        + column.notNull() + ")")
                .collect(Collectors.joining(", "));
        return "select " + what + " from (values " + wanted + ") as w(name, type, required)"
                + " left join pg_attribute a on a.attrelid = " + table.regclass()
                + " and a.attname = w.name and a.attnum > 0 and not a.attisdropped"
                + " where (a.attname is null or format_type(a.atttypid, a.atttypmod) <> w.type or (w.required and not a.attnotnull))";
    }

    private static String body(Step.CreateTable step) {
        List<String> parts = new ArrayList<>();
        for (Column column : step.columns()) {
            parts.add("    " + ColumnText.of(column)
                    + (column.unique() ? " unique" : "")
                    + (column.check() == null ? "" : " check " + Fragment.inBrackets(column.check())));
        }
        if (!step.primaryKey().isEmpty()) {
            parts.add("    primary key ("
                    + step.primaryKey().stream().map(Quoting::name).collect(Collectors.joining(", ")) + ")");
        }
        return "(\n" + String.join(",\n", parts) + "\n)";
    }
}
