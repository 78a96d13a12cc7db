package dev.lockkeeper.lint;

import org.jspecify.annotations.Nullable;

/**
 * A finding with the step whose SQL it is about.
 *
 * @param phase null in a script, which has no steps
 * @param step 0-based place in its phase
 */
public record StepFinding(@Nullable String phase, int step, LintFinding finding) {}
