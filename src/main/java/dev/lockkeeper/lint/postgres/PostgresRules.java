package dev.lockkeeper.lint.postgres;

import dev.lockkeeper.lint.Rule;
import java.util.List;

/** All rules for PostgreSQL. */
final class PostgresRules {

    private PostgresRules() {}

    static List<Rule> all() {
        return List.of();
    }
}
