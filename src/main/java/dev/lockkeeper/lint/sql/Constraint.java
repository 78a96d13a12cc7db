package dev.lockkeeper.lint.sql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A constraint of a table or a column.
 *
 * @param name null when the server is to choose one
 * @param columns empty for a check
 * @param references the other table of a foreign key, else null
 * @param expression of a check, else null
 */
public record Constraint(
        @Nullable String name,
        Kind kind,
        List<String> columns,
        @Nullable ObjectName references,
        List<String> referenced,
        @Nullable Expr expression) {

    public Constraint {
        columns = List.copyOf(columns);
        referenced = List.copyOf(referenced);
    }

    public enum Kind {
        CHECK,
        FOREIGN_KEY,
        UNIQUE,
        PRIMARY_KEY,
        EXCLUDE
    }
}
