/**
 * PostgreSQL 14 and later behind the seam of {@code target}: {@link dev.lockkeeper.target.postgres.PostgresDialect} opens a {@link
 * dev.lockkeeper.target.postgres.PostgresSession}, which only delegates: privileges to {@code Probing}, the catalog to {@code Tables},
 * who waits for whom to {@code Sessions}, the server's errors to {@code SqlFailures}.
 *
 * <p>Not here: what is registered, secrets and roles; they are the module's. All SQL for targets of this engine is in this package,
 * in the class that sends it. Read first: {@code PostgresSession}, {@code SqlFailures}.
 */
@NullMarked
package dev.lockkeeper.target.postgres;

import org.jspecify.annotations.NullMarked;
