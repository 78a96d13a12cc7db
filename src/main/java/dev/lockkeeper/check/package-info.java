/**
 * Is this plan safe on that target, now? {@link dev.lockkeeper.check.Reviews} resolves a revision to exact SQL and has it
 * approved; {@link dev.lockkeeper.check.Boards} asks every {@link dev.lockkeeper.check.Check} of a launch. Checks return
 * findings with evidence, they never throw for what they find; what could not be found out is unknown, and never a pass.
 *
 * <p>Not here: the SQL itself ({@code target}), and what comes of a board ({@code run}). What checks must know of runs comes to
 * them as {@link dev.lockkeeper.check.Done}. A new check is one small class that is a bean.
 *
 * <p>Read first: {@code Check}, {@code Boards}, {@code Reviews}.
 */
@ApplicationModule(allowedDependencies = {"plan", "catalog", "target", "security", "lint", "lint :: sql", "measure"})
@NullMarked
package dev.lockkeeper.check;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
