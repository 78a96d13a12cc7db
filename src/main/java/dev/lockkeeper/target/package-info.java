/**
 * Registered databases, and the seam to their engines: {@link dev.lockkeeper.target.Dialect} renders a plan as statements,
 * {@link dev.lockkeeper.target.TargetSession} carries them out. One sub-package an engine.
 *
 * <p>The seam is not JDBC: ranges, chunks and load are words that a document store has too. Read first: {@code Targets}, {@code
 * Dialect}, {@code TargetSession}.
 */
@ApplicationModule(allowedDependencies = {"plan", "store", "audit", "security"})
@NullMarked
package dev.lockkeeper.target;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
