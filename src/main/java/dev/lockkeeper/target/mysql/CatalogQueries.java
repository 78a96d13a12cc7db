package dev.lockkeeper.target.mysql;

import org.jspecify.annotations.Nullable;

/**
 * Queries on {@code information_schema} that tell whether a statement has had its effect: one value, 1 only when it has. They are 0,
 * never an error, when the table is not there. Words of the servers are compared exactly; their own collation has no regard to case.
 */
final class CatalogQueries {

    private CatalogQueries() {}

    static String columnThere(PlannedTable table, PlannedColumn wanted) {
        return exists(
                "information_schema.columns c",
                column(table, wanted.name()) + " and c.column_type = " + exactly(wanted.type())
                        + (wanted.collation() == null
                                ? ""
                                : " and c.collation_name = " + Quoting.literal(wanted.collation()))
                        + (wanted.notNull() ? " and c.is_nullable = 'NO'" : ""));
    }

    static String columnGone(PlannedTable table, String column) {
        return both(tableThere(table), "select not " + existing("information_schema.columns c", column(table, column)));
    }

    /** Whatever its form. */
    static String columnNamed(PlannedTable table, String column) {
        return exists("information_schema.columns c", column(table, column));
    }

    static String notNull(PlannedTable table, String column) {
        return exists("information_schema.columns c", column(table, column) + " and c.is_nullable = 'NO'");
    }

    static String nullable(PlannedTable table, String column) {
        return exists("information_schema.columns c", column(table, column) + " and c.is_nullable = 'YES'");
    }

    /**
     * In words, for a column that is there with another type, or nullable or without a default where the plan wants it otherwise.
     *
     * @param standard the default in the words of {@code information_schema}, null for none
     */
    static String columnOtherwise(
            PlannedTable table, PlannedColumn wanted, String definition, @Nullable String standard) {
        String there =
                "c.column_type, if(c.is_nullable = 'NO', ' not null', ''), coalesce(concat(' collate ', c.collation_name), ''),"
                        + " coalesce(concat(' default ', c.column_default), '')";
        String otherwise = "c.column_type <> " + exactly(wanted.type())
                + (wanted.collation() == null
                        ? ""
                        : " or not (c.collation_name <=> " + Quoting.literal(wanted.collation()) + ")")
                + (wanted.notNull() ? " or c.is_nullable = 'YES'" : "")
                + (standard == null ? "" : " or not (c.column_default <=> " + exactly(standard) + ")");
        return "select concat("
                + Quoting.literal("Column '" + wanted.name() + "' of table '" + table + "' is there as: ") + ", "
                + there
                + ", " + Quoting.literal("; the plan wants: " + definition + ".")
                + ") from information_schema.columns c where " + column(table, wanted.name()) + " and (" + otherwise
                + ")";
    }

    static String tableThere(PlannedTable table) {
        return exists("information_schema.tables t", table(table, "t"));
    }

    static String tableGone(PlannedTable table) {
        return "select not " + existing("information_schema.tables t", table(table, "t"));
    }

    static String exists(String from, String where) {
        return "select " + existing(from, where);
    }

    static String existing(String from, String where) {
        return "exists (select 1 from " + from + " where " + where + ")";
    }

    /** Both of two queries of this class. */
    static String both(String one, String other) {
        return "select (" + one + ") and (" + other + ")";
    }

    static String either(String one, String other) {
        return "select (" + one + ") or (" + other + ")";
    }

    static String column(PlannedTable table, String column) {
        return table(table, "c") + " and c.column_name = " + Quoting.literal(column);
    }

    static String table(PlannedTable table, String alias) {
        return alias + ".table_schema = " + Quoting.literal(table.schema()) + " and " + alias + ".table_name = "
                + Quoting.literal(table.name());
    }

    static String exactly(String text) {
        return Quoting.literal(text) + " collate utf8mb4_bin";
    }
}
