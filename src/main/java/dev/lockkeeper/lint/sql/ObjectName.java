package dev.lockkeeper.lint.sql;

import org.jspecify.annotations.Nullable;

/**
 * The name of a table, index or other object as the server understands it: unquoted ones of PostgreSQL in lower case.
 *
 * @param schema null when the statement leaves it to the search path; the database on MySQL
 */
public record ObjectName(@Nullable String schema, String name) {

    public static ObjectName of(String name) {
        return new ObjectName(null, name);
    }

    @Override
    public String toString() {
        return schema == null ? name : schema + "." + name;
    }
}
