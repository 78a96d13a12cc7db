/**
 * Migrations, their immutable revisions, and approvals bound to digests. Editing a migration makes a new revision; an
 * approval speaks of one revision, one target and exact SQL, and {@link dev.lockkeeper.catalog.ApprovalRule} says whether it
 * is still good for a phase.
 *
 * <p>Not here: what a revision means on a target ({@code check.Reviews}), and what has been run ({@code run}). The catalog
 * knows no engine; what speaks against a plan comes to it as an {@link dev.lockkeeper.catalog.Objection}.
 *
 * <p>Read first: {@code Migrations}, {@code Approvals}, {@code ApprovalRule}.
 */
@ApplicationModule(allowedDependencies = {"plan", "store", "audit", "security"})
@NullMarked
package dev.lockkeeper.catalog;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
