/**
 * Lockkeeper, a control plane for phased database migrations.
 *
 * <p>Here lives only what every module may use: the program's start and {@link dev.lockkeeper.Failure}. Read first: {@code
 * docs/architecture.md}, then {@code plan.Plan}, {@code target.Dialect}, {@code check.Check}, {@code run.RunState}, {@code
 * engine.PhaseTask}, {@code web.RunPages}.
 */
@NullMarked
package dev.lockkeeper;

import org.jspecify.annotations.NullMarked;
