package dev.lockkeeper.plan;

import org.jspecify.annotations.Nullable;

/**
 * A table as a file names it.
 *
 * @param schema null when the file leaves it to the target's search path
 */
public record TableName(@Nullable Identifier schema, Identifier name) {

    /** Reads {@code table} or {@code schema.table}; a name with a dot in it cannot be written this way. */
    public static TableName of(String text) {
        int dot = text.indexOf('.');
        return dot < 0
                ? new TableName(null, new Identifier(text))
                : new TableName(new Identifier(text.substring(0, dot)), new Identifier(text.substring(dot + 1)));
    }

    public String quoted(char quote) {
        return schema == null ? name.quoted(quote) : schema.quoted(quote) + "." + name.quoted(quote);
    }

    @Override
    public String toString() {
        return schema == null ? name.text() : schema.text() + "." + name.text();
    }
}
