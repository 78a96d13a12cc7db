/**
 * Carries runs forward: a task for each phase, a task for each lane. Nobody uses this module.
 *
 * <p>Read first: {@code Conductor}, {@code Walk}, {@code LaneTask}, {@code ChunkSizing}.
 */
@ApplicationModule(allowedDependencies = {"plan", "catalog", "target", "check", "run", "audit"})
@NullMarked
package dev.lockkeeper.engine;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
