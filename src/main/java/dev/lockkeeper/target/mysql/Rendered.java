package dev.lockkeeper.target.mysql;

import dev.lockkeeper.target.StepSql;
import org.jspecify.annotations.Nullable;

/**
 * A step resolved.
 *
 * @param conflict a query whose rows say in words what is there in another form than the step wants; null where nothing can be
 */
record Rendered(StepSql sql, @Nullable String conflict) {}
