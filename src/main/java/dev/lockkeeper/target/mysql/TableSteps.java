package dev.lockkeeper.target.mysql;

import dev.lockkeeper.plan.Column;
import dev.lockkeeper.plan.Step;
import dev.lockkeeper.target.Statement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** {@code createTable}. */
final class TableSteps {

    private final Scratch scratch;
    private final Expressions expressions;
    private final Findings findings;

    TableSteps(Scratch scratch, Expressions expressions, Findings findings) {
        this.scratch = scratch;
        this.expressions = expressions;
        this.findings = findings;
    }

    Rendered create(Spot spot, Step.CreateTable step) throws SQLException {
        boolean alone = true;
        Set<String> names = step.columns().stream()
                .map(column -> Names.lower(column.name().text()))
                .collect(Collectors.toSet());
        for (Column column : step.columns()) {
            String path = spot.path() + ".columns." + column.name();
            alone &= ColumnText.standsAlone(expressions, findings, column, names, path);
        }
        if (!alone) {
            return spot.nothing();
        }
        Optional<PlannedTable> created = scratch.create(step, body(step), spot.path());
        return created.isPresent() ? rendered(spot, step, created.get()) : spot.nothing();
    }

    private Rendered rendered(Spot spot, Step.CreateTable step, PlannedTable table) throws SQLException {
        Map<String, PlannedColumn> columns = scratch.columns(table);
        Statement create = Online.alone(
                "create table " + table.sql() + " " + body(step), there(table, columns.values()), TableLocks.NONE);
        Statement drop =
                Online.alone("drop table " + table.sql(), CatalogQueries.tableGone(table), TableLocks.METADATA);
        return spot.becomes(
                List.of(create),
                List.of(drop),
                otherwise(table, columns.values()),
                "nobody waits: others see the table once it is there",
                "the way back drops the table with its rows");
    }

    /** Later steps may add columns, so more than the wanted ones is right too. */
    private static String there(PlannedTable table, Collection<PlannedColumn> columns) {
        return CatalogQueries.both(
                CatalogQueries.tableThere(table), "select not exists (" + unlike(table, columns, "w.name") + ")");
    }

    private static String otherwise(PlannedTable table, Collection<PlannedColumn> columns) {
        String form = "concat(" + Quoting.literal("Table '" + table + "' is there, but not as the plan wants it: ")
                + ", group_concat(concat(w.name, ' ', w.type, ' (there: ', coalesce(concat(c.column_type,"
                + " if(c.is_nullable = 'NO', ' not null', '')), 'no such column'), ')') order by w.name separator ', '))";
        return unlike(table, columns, form) + " and (" + CatalogQueries.tableThere(table) + ") having count(*) > 0";
    }

    private static String unlike(PlannedTable table, Collection<PlannedColumn> columns, String what) {
        String wanted = columns.stream()
                .map(column -> "select " + Quoting.literal(column.name()) + " as name, "
                        + Quoting.literal(column.type()) + " as type, " + (column.notNull() ? 1 : 0) + " as required")
                .collect(Collectors.joining(" union all "));
        return "select " + what + " from (" + wanted + ") w left join information_schema.columns c on "
                + CatalogQueries.table(table, "c") + " and c.column_name = w.name collate utf8mb4_general_ci"
                + " where (c.column_name is null or c.column_type <> w.type collate utf8mb4_bin"
                + " or (w.required and c.is_nullable = 'YES'))";
    }

    /** A walk needs InnoDB's transactions and key, whatever the server's default engine is. */
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
        return "(\n" + String.join(",\n", parts) + "\n) engine=InnoDB";
    }
}
