package dev.lockkeeper.lint.mysql;

import static dev.lockkeeper.lint.mysql.PlanText.map;
import static dev.lockkeeper.lint.mysql.PlanText.step;

import dev.lockkeeper.lint.sql.Act;
import dev.lockkeeper.lint.sql.Alteration;
import dev.lockkeeper.lint.sql.ColumnDef;
import dev.lockkeeper.lint.sql.Expr;
import dev.lockkeeper.lint.sql.ObjectName;
import dev.lockkeeper.target.mysql.Tokens;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Migration files that do what a statement does, in phases and beside readers and writers. */
final class PhasedPlans {

    private static final String EVERYWHERE = "Everything that writes the table sets ";
    private static final Set<String> CHANGING =
            Set.of("now", "rand", "uuid", "uuid_short", "sleep", "last_insert_id", "nextval");

    private PhasedPlans() {}

    /** A second column beside the first, kept equal by triggers until every application uses it. */
    static String replaceColumn(ObjectName table, String column, String to, String type) {
        String name = table.toString();
        return new PlanText("Replace " + table.name() + " " + column + " by " + to)
                .phase(
                        "expand",
                        step("addColumn", "table", name, "column", to, "type", type),
                        step(
                                "keepInSync",
                                "table",
                                name,
                                "set",
                                map(to, Names.sql(column)),
                                "reverse",
                                map(column, Names.sql(to))))
                .phase("backfill", step("backfill", "table", name, "set", "sync"))
                .phase("verify", step("verify", "table", name, "same", "sync"))
                .contract(
                        "Every application reads and writes " + to + " and no longer " + column,
                        step("stopSync", "table", name),
                        step("dropColumn", "table", name, "column", column, "keepFor", "7d"))
                .text();
    }

    static String addRequired(ObjectName table, ColumnDef column) {
        String name = table.toString();
        return new PlanText("Add " + table.name() + " " + column.name() + " and demand it later")
                .phase("expand", step("addColumn", "table", name, "column", column.name(), "type", Names.type(column)))
                .contract(
                        EVERYWHERE + column.name() + ", and the rows from before have a value",
                        noNulls(table, column.name()),
                        step("setNotNull", "table", name, "columns", List.of(column.name())))
                .text();
    }

    static String setNotNull(ObjectName table, String column) {
        return new PlanText("Demand " + table.name() + " " + column)
                .phase("verify", noNulls(table, column))
                .contract(
                        EVERYWHERE + column, step("setNotNull", "table", table.toString(), "columns", List.of(column)))
                .text();
    }

    private static Map<String, Object> noNulls(ObjectName table, String column) {
        String query = "select count(*) from " + Names.sql(table) + " where " + Names.sql(column) + " is null";
        return step("assert", "name", "no row without " + column, "query", query, "expect", 0);
    }

    /** New rows get the default from the table, rows from before from a backfill. */
    static String addFilled(ObjectName table, ColumnDef column, Expr value) {
        String name = table.toString();
        String alter = "alter table " + Names.sql(table) + " alter column " + Names.sql(column.name());
        return new PlanText("Add " + table.name() + " " + column.name() + " and fill it")
                .phase(
                        "expand",
                        step("addColumn", "table", name, "column", column.name(), "type", Names.type(column)),
                        step(
                                "sql",
                                "up",
                                alter + " set default " + Names.value(value) + ", algorithm=instant",
                                "down",
                                alter + " drop default, algorithm=instant",
                                "transaction",
                                false))
                .phase(
                        "backfill",
                        step("backfill", "table", name, "set", map(column.name(), value.text()), "guard", "null"))
                .phase("verify", noNulls(table, column.name()))
                .text();
    }

    /** An ordinary column whose triggers compute it. */
    static String computed(ObjectName table, ColumnDef column, String expression) {
        String name = table.toString();
        return new PlanText("Add " + table.name() + " " + column.name() + " computed by triggers")
                .phase(
                        "expand",
                        step("addColumn", "table", name, "column", column.name(), "type", Names.type(column)),
                        step("keepInSync", "table", name, "set", map(column.name(), expression)))
                .phase("backfill", step("backfill", "table", name, "set", "sync"))
                .phase("verify", step("verify", "table", name, "same", "sync"))
                .text();
    }

    static String createIndex(ObjectName table, Alteration.AddIndex index) {
        Map<String, Object> keys = map("table", table.toString(), "columns", index.parts());
        if (index.index() != null) {
            keys.put("name", index.index());
        }
        PlanText plan = new PlanText("Index " + table.name() + " by " + String.join(" ", index.parts()));
        if (!index.unique()) {
            return plan.phase("expand", map("createIndex", keys)).text();
        }
        keys.put("unique", true);
        Map<String, Object> look =
                step("assert", "name", "no duplicates", "query", duplicates(table, index), "expect", 0);
        return plan.phase("expand", look, map("createIndex", keys)).text();
    }

    static String duplicates(ObjectName table, Alteration.AddIndex index) {
        String parts = Names.parts(index.parts());
        String present = String.join(
                " and ",
                index.parts().stream()
                        .map(part -> Names.parts(List.of(part)) + " is not null")
                        .toList());
        return "select count(*) from (select 1 from " + Names.sql(table) + " where " + present + " group by " + parts
                + " having count(*) > 1) as duplicates";
    }

    static String dropIndex(ObjectName table, String index, boolean mariadb) {
        String alter = "alter table " + Names.sql(table) + " alter index " + Names.sql(index) + " ";
        String end = ", algorithm=inplace, lock=none";
        return new PlanText("Drop index " + index + " of " + table.name())
                .phase(
                        "expand",
                        step(
                                "sql",
                                "up",
                                alter + (mariadb ? "ignored" : "invisible") + end,
                                "down",
                                alter + (mariadb ? "not ignored" : "visible") + end,
                                "transaction",
                                false))
                .contract(
                        "No query became slower without " + index,
                        step("dropIndex", "name", index, "table", table.toString()))
                .text();
    }

    static String dropColumn(ObjectName table, String column) {
        return new PlanText("Drop " + table.name() + " " + column)
                .contract(
                        "No application reads or writes " + column,
                        step("dropColumn", "table", table.toString(), "column", column, "keepFor", "7d"))
                .text();
    }

    static String addColumn(ObjectName table, ColumnDef column) {
        Map<String, Object> keys = map("table", table.toString(), "column", column.name(), "type", Names.type(column));
        Expr value = column.defaultValue();
        if (column.notNull()) {
            keys.put("nullable", false);
        }
        if (value != null) {
            keys.put("default", value.text());
        }
        return new PlanText("Add " + table.name() + " " + column.name())
                .phase("expand", map("addColumn", keys))
                .text();
    }

    /** Null where the same values could not be told apart from values that are still to be written. */
    static @Nullable String backfill(Act.Update update) {
        if (update.values().isEmpty()
                || update.reads().joined()
                || update.reads().limit()
                || !update.reads().tables().isEmpty()) {
            return null;
        }
        Map<String, Object> set = new LinkedHashMap<>();
        Expr condition = update.condition();
        for (int i = 0; i < update.columns().size(); i++) {
            Expr value = update.values().get(i);
            if (mentions(value, update.columns()) || value.calls().stream().anyMatch(CHANGING::contains)) {
                return null;
            }
            String column = update.columns().get(i);
            set.put(
                    column,
                    condition == null
                            ? value.text()
                            : "case when " + condition.text() + " then " + value.text() + " else " + Names.sql(column)
                                    + " end");
        }
        // The server assigns from left to right, so that the second value would see the first one's.
        boolean tangled = condition != null && update.columns().size() > 1 && mentions(condition, update.columns());
        if (tangled || condition != null && condition.calls().stream().anyMatch(CHANGING::contains)) {
            return null;
        }
        String name = update.table().toString();
        return new PlanText("Update " + update.table().name() + " " + String.join(" ", update.columns()))
                .phase("backfill", step("backfill", "table", name, "set", set, "guard", "mismatch"))
                .phase("verify", step("verify", "table", name, "same", set))
                .text();
    }

    private static boolean mentions(Expr value, List<String> columns) {
        return Tokens.of(value.text()).stream()
                .anyMatch(token -> columns.stream().anyMatch(token.named()::equalsIgnoreCase));
    }
}
