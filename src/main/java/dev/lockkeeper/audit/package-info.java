/**
 * The append-only, hash-chained record of who did what. {@link dev.lockkeeper.audit.AuditLog#record} demands an open
 * transaction, so that an action and its record commit together or not at all.
 *
 * <p>Read first: {@code AuditLog}, {@code Actor}.
 */
@ApplicationModule(allowedDependencies = {"store", "chain"})
@NullMarked
package dev.lockkeeper.audit;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
