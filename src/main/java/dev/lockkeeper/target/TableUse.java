package dev.lockkeeper.target;

import dev.lockkeeper.plan.TableName;

/**
 * A session that has a table in use.
 *
 * @param session its number, as {@link Session#id}
 * @param mode of its strongest lock on the table, in the target's words; {@code unknown} where the server does not tell
 * @param granted false while it waits for that lock
 */
public record TableUse(TableName table, long session, String mode, boolean granted) {}
