package dev.lockkeeper.plan;

import org.jspecify.annotations.Nullable;

/**
 * A column as a file declares it.
 *
 * @param type the target's own type, for example {@code varchar(100)}
 * @param defaultSql an SQL expression of the target, null for none
 * @param check an SQL condition, null for none
 */
public record Column(
        Identifier name,
        String type,
        boolean nullable,
        @Nullable String defaultSql,
        @Nullable String check,
        boolean unique) {}
