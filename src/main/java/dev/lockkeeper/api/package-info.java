/**
 * JSON for programs, under {@code /api/v1}. Controllers translate; façades of the modules decide.
 *
 * <p>Read first: {@code ApiErrors}, {@code RunsApi}.
 */
@ApplicationModule(
        allowedDependencies = {"plan", "store", "audit", "security", "catalog", "target", "lint", "check", "run"})
@NullMarked
package dev.lockkeeper.api;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
