package dev.lockkeeper.lint.sql;

import java.util.List;

/** The statements of a text, in order; none is left out. */
public record Script(List<Parsed> statements) {
    public Script {
        statements = List.copyOf(statements);
    }
}
