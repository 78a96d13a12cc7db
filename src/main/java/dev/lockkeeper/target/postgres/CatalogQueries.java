package dev.lockkeeper.target.postgres;

/**
 * Queries on the target's catalog that tell whether a statement has had its effect: one boolean, true only when it has. They take no
 * lock on the table and are false, never an error, when the table is not there.
 */
final class CatalogQueries {
    private CatalogQueries() {}

    static String columnThere(PlannedTable table, PlannedColumn wanted) {
        return exists(
                "pg_attribute a",
                column(table, wanted.name()) + " and format_type(a.atttypid, a.atttypmod) = "
                        + Quoting.literal(wanted.type()) + (wanted.notNull() ? " and a.attnotnull" : ""));
    }

    static String columnGone(PlannedTable table, String column) {
        return "select " + table.regclass() + " is not null and not exists (select from pg_attribute a where "
                + column(table, column) + ")";
    }

    /** In words, for a column that is there with another type, or nullable or without a default where the plan wants it otherwise. */
    static String columnOtherwise(PlannedTable table, PlannedColumn wanted) {
        String there = "format_type(a.atttypid, a.atttypmod) || case when a.attnotnull then ' not null' else '' end"
                + " || coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '')";
        String otherwise = "format_type(a.atttypid, a.atttypmod) <> " + Quoting.literal(wanted.type())
                + (wanted.notNull() ? " or not a.attnotnull" : "")
                + (wanted.defaultSql() == null
                        ? ""
                        : " or pg_get_expr(d.adbin, d.adrelid) is distinct from "
                                + Quoting.literal(wanted.defaultSql()));
        return "select " + Quoting.literal("Column '" + wanted.name() + "' of table '" + table + "' is there as: ")
                + " || " + there + " || "
                + Quoting.literal("; the plan wants: " + wanted.definition() + ".")
                + " from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum where "
                + column(table, wanted.name()) + " and (" + otherwise + ")";
    }

    /**
     * Since version 18 {@code attnotnull} is true as soon as there is a constraint that was not yet validated, and such constraints are in
     * {@code pg_constraint}; before, the second condition never matches.
     */
    static String notNull(PlannedTable table, String column) {
        return exists(
                "pg_attribute a",
                column(table, column) + " and a.attnotnull and not exists (select from pg_constraint n where"
                        + " n.conrelid = a.attrelid and n.contype = 'n' and a.attnum = any (n.conkey) and not n.convalidated)");
    }

    static String nullable(PlannedTable table, String column) {
        return exists("pg_attribute a", column(table, column) + " and not a.attnotnull");
    }

    static String constraintThere(PlannedTable table, String name) {
        return exists("pg_constraint c", constraint(table, name));
    }

    static String constraintValid(PlannedTable table, String name) {
        return exists("pg_constraint c", constraint(table, name) + " and c.convalidated");
    }

    static String constraintGone(PlannedTable table, String name) {
        return "select not exists (select from pg_constraint c where " + constraint(table, name) + ")";
    }

    /** {@code indisready}: writers maintain it; {@code indisvalid}: queries may use it. */
    static String indexValid(PlannedTable table, String index) {
        return exists(
                "pg_index i",
                "i.indexrelid = " + Quoting.regclass(index) + " and i.indrelid = " + table.regclass()
                        + " and i.indisvalid and i.indisready");
    }

    static String relationGone(String qualified) {
        return "select " + Quoting.regclass(qualified) + " is null";
    }

    static String exists(String from, String where) {
        return "select exists (select from " + from + " where " + where + ")";
    }

    /** Both of two queries of this class. */
    static String both(String one, String other) {
        return "select (" + one + ") and (" + other + ")";
    }

    static String either(String one, String other) {
        return "select (" + one + ") or (" + other + ")";
    }

    static String column(PlannedTable table, String column) {
        return "a.attrelid = " + table.regclass() + " and a.attname = " + Quoting.literal(column)
                + " and a.attnum > 0 and not a.attisdropped";
    }

    static String constraint(PlannedTable table, String name) {
        return "c.conrelid = " + table.regclass() + " and c.conname = " + Quoting.literal(name);
    }
}
