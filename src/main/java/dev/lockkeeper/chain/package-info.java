/**
 * The hash chain of the audit record as plain values: how a record is hashed ({@code Chain}), how it stands in an export
 * ({@code ExportLine}), and how an export is verified ({@code ExportCheck}).
 *
 * <p>Here is neither Spring nor SQL nor a server, so that the command line verifies an export by itself. The store hashes the same way,
 * by the trigger of {@code V6__audit.sql}; {@code bin/audit-verify} does it in a shell; docs/audit.md says it in words.
 *
 * <p>Not here: who may read records, and where they are kept; that is the module {@code audit}. Read first: {@code Link}, {@code Chain}.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.lockkeeper.chain;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
