package dev.lockkeeper.lint;

import dev.lockkeeper.lint.sql.ObjectName;
import dev.lockkeeper.target.Statement.Lock;

/**
 * What a statement locks on one table, as the engine's manual says.
 *
 * @param lock its strongest
 */
public record LockOf(ObjectName table, Lock lock) {}
