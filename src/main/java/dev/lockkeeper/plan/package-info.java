/**
 * What is to be done, as values: {@link dev.lockkeeper.plan.Plan}, {@link dev.lockkeeper.plan.Phase}, {@link
 * dev.lockkeeper.plan.Step}, and the reader and digests of migration files.
 *
 * <p>Not here: anything that connects, waits or knows Spring. A new step is one record in {@link dev.lockkeeper.plan.Step};
 * every dialect that forgets it no longer compiles. Read first: {@code Plan}, {@code Step}, {@code PlanReader}.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.lockkeeper.plan;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
