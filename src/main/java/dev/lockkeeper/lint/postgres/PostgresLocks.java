package dev.lockkeeper.lint.postgres;

import dev.lockkeeper.lint.Case;
import dev.lockkeeper.lint.LockOf;
import java.util.List;

/** What a statement of PostgreSQL locks. */
final class PostgresLocks {

    private PostgresLocks() {}

    static List<LockOf> of(Case statement) {
        return List.of();
    }
}
