package dev.lockkeeper.lint.sql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The definition of a column.
 *
 * @param type as written, in lower case, one space between words, none before a parenthesis: {@code varchar(100)}, {@code int
 *     unsigned}, {@code enum('a','b')} with the labels as they are
 * @param notNull whether it says so, itself or by being a primary key
 * @param nullable whether it says {@code null} outright, which counts on MySQL's timestamps
 * @param defaultValue null when it has none; {@code default null} is an expression
 * @param automatic whether the server numbers it: serial, identity, auto_increment
 * @param constraints written at the column; the columns of each are this one
 * @param extras further words that count, in lower case: {@code on update}, {@code collate}, {@code character set}, {@code
 *     invisible}, {@code comment}
 */
public record ColumnDef(
        String name,
        String type,
        boolean notNull,
        boolean nullable,
        @Nullable Expr defaultValue,
        Generated generated,
        boolean automatic,
        List<Constraint> constraints,
        List<String> extras) {

    public ColumnDef {
        constraints = List.copyOf(constraints);
        extras = List.copyOf(extras);
    }

    public enum Generated {
        NO,
        STORED,
        VIRTUAL
    }

    public boolean has(Constraint.Kind kind) {
        return constraints.stream().anyMatch(constraint -> constraint.kind() == kind);
    }
}
