/**
 * Migrations, their immutable revisions, and approvals bound to digests.
 *
 * <p>Not here: what a revision means on a target (see {@code check.Reviews}). Read first: {@code Migrations}, {@code Approvals}.
 */
@ApplicationModule(allowedDependencies = {"plan", "store", "audit", "security"})
@NullMarked
package dev.lockkeeper.catalog;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
