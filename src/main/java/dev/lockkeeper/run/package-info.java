/**
 * Runs: their states, people's wishes, the engine's facts, progress and the event feed.
 *
 * <p>People write wishes through {@link dev.lockkeeper.run.Runs}; the engine writes facts through {@link
 * dev.lockkeeper.run.RunFacts}. They meet only in the store. Read first: {@code RunState}, {@code Runs}, {@code RunFacts}.
 */
@ApplicationModule(allowedDependencies = {"plan", "catalog", "check", "target", "store", "audit", "security"})
@NullMarked
package dev.lockkeeper.run;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
