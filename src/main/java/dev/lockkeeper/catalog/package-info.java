/**
 * Migrations, their immutable revisions, and what people say of them: approvals bound to digests, rejections, comments. Editing a
 * migration makes a new revision; an approval speaks of one revision, one target, exact SQL and one policy, and {@link
 * dev.lockkeeper.catalog.ApprovalRule} says whether a phase is approved. {@link dev.lockkeeper.catalog.Policies} say what each
 * environment asks for.
 *
 * <p>Not here: what a revision means on a target ({@code check.Reviews}), and what has been run ({@code run}). The catalog
 * knows no engine, rule or check; what speaks against a plan comes to it as an {@link dev.lockkeeper.catalog.Objection}, and the names
 * that a policy may set levels for as {@link dev.lockkeeper.catalog.PolicyWords}.
 *
 * <p>Read first: {@code Migrations}, {@code Policies}, {@code ApprovalRule}.
 */
@ApplicationModule(allowedDependencies = {"plan", "store", "audit", "security"})
@NullMarked
package dev.lockkeeper.catalog;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
