package dev.lockkeeper.target.mysql;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The key by which a table is walked, and the index that has its order; every statement of the walk names the index, because an
 * optimiser that chose another would read the whole table for each chunk.
 */
record WalkKey(List<String> columns, String index) {

    static final String PRIMARY = "PRIMARY";

    private record Part(String index, boolean unique, boolean whole, String column) {}

    WalkKey {
        columns = List.copyOf(columns);
    }

    static WalkKey primary(List<String> columns) {
        return new WalkKey(columns, PRIMARY);
    }

    /**
     * @param table quoted
     * @param columns as the catalog has them
     * @throws Failure {@code unsupported} when no unique index is over exactly these columns
     */
    static WalkKey read(Sending sql, String table, List<String> columns) throws SQLException {
        Map<String, List<Part>> indexes = new LinkedHashMap<>();
        sql.list(
                        "show index from " + table,
                        row -> new Part(
                                row.getString("Key_name"),
                                row.getInt("Non_unique") == 0,
                                row.getString("Sub_part") == null,
                                String.valueOf(row.getString("Column_name"))))
                .forEach(part -> indexes.computeIfAbsent(part.index(), name -> new ArrayList<>())
                        .add(part));
        return indexes.entrySet().stream()
                .filter(index -> !columns.isEmpty() && fits(index.getValue(), columns))
                .map(index -> new WalkKey(columns, index.getKey()))
                .findFirst()
                .orElseThrow(() -> new Failure(
                        Code.UNSUPPORTED,
                        "Table " + table + " has no unique index over exactly "
                                + (columns.isEmpty() ? "some columns" : String.join(", ", columns))
                                + " to walk it by. Nothing was written.",
                        "Add a primary key first."));
    }

    private static boolean fits(List<Part> parts, List<String> columns) {
        String names = parts.stream().map(Part::column).collect(Collectors.joining("\0"));
        return parts.stream().allMatch(part -> part.unique() && part.whole())
                && names.equalsIgnoreCase(String.join("\0", columns));
    }
}
