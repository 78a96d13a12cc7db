package dev.lockkeeper.target.mysql;

import java.util.Set;

/**
 * Compares what a column holds with what it would hold after an assignment, which is not what the expression gives: {@code
 * decimal(10,4)} rounds, {@code char(n)} drops spaces at the end, {@code datetime} loses its fraction.
 *
 * <p>Texts are compared byte by byte in a character set that has every character: to a collation {@code 'abc'} and {@code 'ABC'} may be
 * the same, and a character that the column's set has not would become a question mark. A cast that cuts where the assignment would
 * fail makes the server warn, which is a failure; {@link Sending} sees to it.
 */
final class Stored {

    private static final Set<String> INTEGERS =
            Set.of("tinyint", "smallint", "mediumint", "int", "integer", "bigint", "year");
    private static final Set<String> TEXTS =
            Set.of("char", "varchar", "tinytext", "text", "mediumtext", "longtext", "nchar", "nvarchar");
    private static final Set<String> BYTES = Set.of("varbinary", "tinyblob", "blob", "mediumblob", "longblob");
    /** To which both servers cast by the type's own name, with its fraction; or that only one of them has. */
    private static final Set<String> OF_OWN_NAME =
            Set.of("date", "datetime", "time", "json", "uuid", "inet4", "inet6", "double");

    private Stored() {}

    /** Whether the server can say that two values of it are the same; it cannot of geometries. */
    static boolean comparable(PlannedColumn column) {
        String kind = column.kind();
        return INTEGERS.contains(kind)
                || TEXTS.contains(kind)
                || BYTES.contains(kind)
                || OF_OWN_NAME.contains(kind)
                || Set.of("decimal", "float", "bit", "binary", "timestamp", "enum", "set")
                        .contains(kind);
    }

    /**
     * A condition that is never unknown.
     *
     * @param expression in brackets
     */
    static String same(PlannedColumn column, String expression) {
        String kind = column.kind();
        return TEXTS.contains(kind)
                ? bytes(column, column.sql()) + " <=> " + bytes(column, expression)
                : column.sql() + " <=> " + stored(column, kind, expression);
    }

    private static String stored(PlannedColumn column, String kind, String expression) {
        if (INTEGERS.contains(kind)) {
            return cast(expression, column.unsigned() ? "unsigned" : "signed");
        }
        if (BYTES.contains(kind)) {
            return cast(expression, "binary");
        }
        return switch (kind) {
            case "decimal" -> cast(expression, "decimal(" + column.length() + "," + Math.max(0, column.scale()) + ")");
            case "bit" -> cast(expression, "unsigned");
            case "float", "double" ->
                cast(column.scale() < 0 ? expression : "round(" + expression + ", " + column.scale() + ")", kind);
            case "binary" -> cast(expression, "binary(" + column.length() + ")");
            case "datetime", "timestamp" -> cast(expression, "datetime" + fraction(column));
            case "time" -> cast(expression, "time" + fraction(column));
            // By its own collation: an assignment finds the label so, and stores it as the label is written.
            case "enum", "set" ->
                "convert(" + expression + " using " + column.charset() + ") collate " + column.collation();
            default -> cast(expression, kind);
        };
    }

    private static String fraction(PlannedColumn column) {
        return column.length() > 0 ? "(" + column.length() + ")" : "";
    }

    private static String bytes(PlannedColumn column, String sql) {
        String text = "convert(" + sql + " using utf8mb4)";
        boolean padded = column.kind().equals("char") || column.kind().equals("nchar");
        return cast(padded && !sql.equals(column.sql()) ? "trim(trailing ' ' from " + text + ")" : text, "binary");
    }

    private static String cast(String sql, String type) {
        return "cast(" + sql + " as " + type + ")";
    }
}
