package dev.lockkeeper.target.mysql;

import dev.lockkeeper.target.TableShape.ColumnShape;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The columns of a table with their types, defaults and what else the server does to them by itself. */
final class Columns {

    private static final String COLUMNS =
            """
            select column_name, column_type, data_type, is_nullable, column_default, extra, generation_expression
              from information_schema.columns where table_schema = %s and table_name = %s order by ordinal_position
            """;

    /** Whose default MySQL shows as it is written. */
    private static final Set<String> UNQUOTED = Set.of(
            "tinyint", "smallint", "mediumint", "int", "bigint", "decimal", "float", "double", "bit", "year");

    private static final String ON_UPDATE = "on update";

    private Columns() {}

    /** @param schema and @param table as literals */
    static List<ColumnShape> of(Asking asking, String schema, String table) {
        boolean mariadb = asking.version().mariadb();
        return asking.list("reading columns", COLUMNS.formatted(schema, table), row -> column(row, mariadb));
    }

    private static ColumnShape column(ResultSet row, boolean mariadb) throws SQLException {
        return new ColumnShape(
                row.getString("column_name"),
                row.getString("column_type"),
                row.getString("is_nullable").equals("YES"),
                given(row, mariadb));
    }

    /** {@code auto_increment}, {@code generated always as (…) stored}, {@code 'new'}, {@code now() on update now()}. */
    private static @Nullable String given(ResultSet row, boolean mariadb) throws SQLException {
        String extra = row.getString("extra") == null ? "" : row.getString("extra").toLowerCase(Locale.ROOT);
        String generated = row.getString("generation_expression");
        if (generated != null && !generated.isEmpty()) {
            boolean stored = extra.contains("stored") || extra.contains("persistent");
            return "generated always as (" + generated + ")" + (stored ? " stored" : " virtual");
        }
        if (extra.contains("auto_increment")) {
            return "auto_increment";
        }
        String value = value(row, mariadb, extra);
        int onUpdate = extra.indexOf(ON_UPDATE);
        return onUpdate < 0 ? value : (value == null ? "" : value + " ") + extra.substring(onUpdate);
    }

    /** MariaDB shows the expression; MySQL the value, unless it is an expression. */
    private static @Nullable String value(ResultSet row, boolean mariadb, String extra) throws SQLException {
        String value = row.getString("column_default");
        if (value == null || mariadb) {
            return "NULL".equals(value) && mariadb ? null : value;
        }
        boolean asItIs = extra.contains("default_generated") || UNQUOTED.contains(row.getString("data_type"));
        return asItIs ? value : Quoting.literal(value);
    }
}
