package dev.lockkeeper.target.mysql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The indexes of a table, and the one by which its rows are walked: the primary key, else a unique index that names every row once.
 *
 * <p>Left out as a key: columns that may be null (a unique index may have them many times), prefixes and expressions (their order is not
 * the column's), descending parts, and indexes that the optimizer is told not to see.
 */
final class Indexes {

    private static final String PARTS =
            """
            select * from information_schema.statistics where table_schema = %s and table_name = %s
             order by index_name = 'PRIMARY' desc, index_name, seq_in_index
            """;

    private Indexes() {}

    /** @param column null for an expression */
    private record Part(@Nullable String column, String words, boolean usable) {}

    record Index(String name, boolean unique, String type, boolean visible, List<Part> parts) {

        /** {@code unique index users_email (email, name(10) desc)}. */
        String definition() {
            String kind = name.equals("PRIMARY") ? "primary key" : (unique ? "unique index " : "index ") + name;
            String all = String.join(", ", parts.stream().map(Part::words).toList());
            return kind + " (" + all + ")"
                    + (type.equals("BTREE") ? "" : " using " + type.toLowerCase(java.util.Locale.ROOT))
                    + (visible ? "" : " invisible");
        }

        private boolean names() {
            return unique && visible && type.equals("BTREE") && parts.stream().allMatch(Part::usable);
        }
    }

    /** The primary key first. */
    static List<Index> of(Asking asking, String schema, String table) {
        Map<String, Index> indexes = new LinkedHashMap<>();
        asking.list("reading indexes", PARTS.formatted(schema, table), row -> {
            Index index = index(row);
            indexes.computeIfAbsent(index.name(), name -> index).parts().add(part(row));
            return index.name();
        });
        return List.copyOf(indexes.values());
    }

    /** Fewest columns first, then by name, so that the choice is the same each time. */
    static List<String> key(List<Index> indexes) {
        return indexes.stream()
                .filter(Index::names)
                .min(Comparator.comparing((Index index) -> !index.name().equals("PRIMARY"))
                        .thenComparing(index -> index.parts().size())
                        .thenComparing(Index::name))
                .map(index -> index.parts().stream()
                        .map(part -> String.valueOf(part.column()))
                        .toList())
                .orElse(List.of());
    }

    private static Index index(ResultSet row) throws SQLException {
        boolean hidden = Asking.has(row, "IS_VISIBLE") && "NO".equals(row.getString("IS_VISIBLE"))
                || Asking.has(row, "IGNORED") && "YES".equals(row.getString("IGNORED"));
        return new Index(
                row.getString("INDEX_NAME"),
                row.getInt("NON_UNIQUE") == 0,
                row.getString("INDEX_TYPE"),
                !hidden,
                new ArrayList<>());
    }

    private static Part part(ResultSet row) throws SQLException {
        String column = row.getString("COLUMN_NAME");
        String expression = Asking.has(row, "EXPRESSION") ? row.getString("EXPRESSION") : null;
        String prefix = row.getString("SUB_PART");
        boolean down = "D".equals(row.getString("COLLATION"));
        String words = (column == null ? "(" + expression + ")" : column)
                + (prefix == null ? "" : "(" + prefix + ")")
                + (down ? " desc" : "");
        boolean notNull = !"YES".equals(row.getString("NULLABLE"));
        return new Part(column, words, column != null && prefix == null && !down && notNull);
    }
}
