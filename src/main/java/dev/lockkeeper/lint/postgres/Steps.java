package dev.lockkeeper.lint.postgres;

import dev.lockkeeper.lint.sql.ObjectName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Steps of a migration file as data, under the keys of {@code docs/migration-file.md}. */
final class Steps {
    private Steps() {}

    static Map<String, Object> addColumn(ObjectName table, String column, String type) {
        return step("addColumn", "table", table(table), "column", column, "type", type);
    }

    /** @param reverse empty for one direction */
    static Map<String, Object> keepInSync(ObjectName table, Map<String, String> set, Map<String, String> reverse) {
        return reverse.isEmpty()
                ? step("keepInSync", "table", table(table), "set", set)
                : step("keepInSync", "table", table(table), "set", set, "reverse", reverse);
    }

    static Map<String, Object> backfillSync(ObjectName table) {
        return step("backfill", "table", table(table), "set", "sync");
    }

    static Map<String, Object> verifySync(ObjectName table) {
        return step("verify", "table", table(table), "same", "sync");
    }

    static Map<String, Object> stopSync(ObjectName table) {
        return step("stopSync", "table", table(table));
    }

    static Map<String, Object> dropColumn(ObjectName table, String column) {
        return step("dropColumn", "table", table(table), "column", column, "keepFor", "7d");
    }

    static Map<String, Object> setNotNull(ObjectName table, List<String> columns) {
        return step("setNotNull", "table", table(table), "columns", columns);
    }

    static Map<String, Object> addCheck(ObjectName table, String name, String expression) {
        return step("addCheck", "table", table(table), "name", name, "expression", expression);
    }

    /** The number that the query returns is to be none. */
    static Map<String, Object> none(String name, String query) {
        return step("assert", "name", name, "query", query, "expect", "0");
    }

    static Map<String, Object> noNulls(ObjectName table, String column) {
        return none(
                "no null in " + column,
                "select count(*) from " + Names.sql(table) + " where " + Names.sql(column) + " is null");
    }

    static Map<String, Object> rowCount(ObjectName table) {
        return step("rowCount", "table", table(table), "within", "1%");
    }

    static Map<String, Object> sql(String name, String up, String down) {
        return step("sql", "name", name, "up", up, "down", down);
    }

    /** A gate that a person opens after having confirmed the sentences. */
    static Map<String, Object> gate(List<String> checklist) {
        return pairs("launch", "manual", "approval", "required", "checklist", checklist);
    }

    static Map<String, Object> step(String kind, Object... pairs) {
        Map<String, Object> step = new LinkedHashMap<>();
        step.put(kind, pairs(pairs));
        return step;
    }

    private static Map<String, Object> pairs(Object... pairs) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put((String) pairs[i], pairs[i + 1]);
        }
        return map;
    }

    /** Names in a file are as the database has them, without SQL's quotes. */
    static String table(ObjectName table) {
        return table.toString();
    }
}
