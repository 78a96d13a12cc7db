package dev.lockkeeper.lint.mysql;

import dev.lockkeeper.lint.sql.ColumnDef;
import dev.lockkeeper.lint.sql.Expr;
import dev.lockkeeper.lint.sql.ObjectName;
import java.util.List;

/** Names and definitions as SQL. Every name is quoted: which words are key words differs by server and version. */
final class Names {

    private Names() {}

    static String sql(String name) {
        return "`" + name.replace("`", "``") + "`";
    }

    static String sql(ObjectName name) {
        String schema = name.schema();
        return (schema == null ? "" : sql(schema) + ".") + sql(name.name());
    }

    /** Parts of an index are names or, where they were written with more than a name, what was written. */
    static String parts(List<String> parts) {
        return String.join(
                ", ",
                parts.stream()
                        .map(part -> part.contains("(") || part.contains(" ") ? part : sql(part))
                        .toList());
    }

    /** The type with its character set and collation. */
    static String type(ColumnDef column) {
        StringBuilder type = new StringBuilder(column.type());
        column.extras().stream()
                .filter(extra -> extra.startsWith("character set") || extra.startsWith("collate"))
                .forEach(extra -> type.append(' ').append(extra));
        return type.toString();
    }

    /** A column without key, check and comment, under another name. */
    static String column(String name, ColumnDef column) {
        Expr value = column.defaultValue();
        return sql(name) + " " + type(column) + (column.notNull() ? " not null" : "")
                + (value == null ? "" : " default " + value(value));
    }

    static String value(Expr value) {
        return value.calls().isEmpty() || value.calls().equals(List.of("now"))
                ? value.text()
                : "(" + value.text() + ")";
    }

    /** @return at most 64 characters, the longest name the servers take */
    static String with(String name, String end) {
        return name.substring(0, Math.min(name.length(), 63 - end.length())) + end;
    }
}
