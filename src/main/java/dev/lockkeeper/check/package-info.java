/**
 * Is this plan safe on that target, now? {@link dev.lockkeeper.check.Reviews} resolves a revision to exact SQL, {@link
 * dev.lockkeeper.check.Board} asks every {@link dev.lockkeeper.check.Check}. Checks return findings, they never throw.
 *
 * <p>Read first: {@code Check}, {@code Board}, {@code Reviews}.
 */
@ApplicationModule(allowedDependencies = {"plan", "catalog", "target", "security"})
@NullMarked
package dev.lockkeeper.check;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
