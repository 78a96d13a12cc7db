package dev.lockkeeper.target;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A table as the target's catalog knows it.
 *
 * @param bytes with its indexes
 * @param estimatedRows the server's estimate, null when it has none
 * @param key the columns to walk it by: the primary key, else a unique index over not-null columns; empty when there is none
 * @param writesPerSecond measured between two looks, null before the second
 */
public record TableShape(
        String schema,
        String name,
        long bytes,
        @Nullable Long estimatedRows,
        List<ColumnShape> columns,
        List<String> key,
        List<IndexShape> indexes,
        List<String> triggers,
        List<String> constraints,
        @Nullable Double writesPerSecond) {
    public TableShape {
        columns = List.copyOf(columns);
        key = List.copyOf(key);
        indexes = List.copyOf(indexes);
        triggers = List.copyOf(triggers);
        constraints = List.copyOf(constraints);
    }

    public record ColumnShape(String name, String type, boolean nullable, @Nullable String defaultSql) {}

    public record IndexShape(String name, String definition, boolean unique, boolean valid) {}

    public Optional<ColumnShape> column(String name) {
        return columns.stream().filter(column -> column.name().equals(name)).findFirst();
    }

    /** The type of a column as the target spells it, which casts of key values use. */
    public String typeOf(String column) {
        return column(column).orElseThrow().type();
    }
}
