/**
 * SQL before it is sent: what it does ({@code lint.sql}), what it locks, and what is wrong with it. A {@link
 * dev.lockkeeper.lint.RuleSet} an engine has a reader with a real grammar and its rules; {@link dev.lockkeeper.lint.Rule}s look at
 * acts with what is known of the server, never at text, and all findings come at once.
 *
 * <p>Not here: questions to the target at a launch ({@code check}), and what an environment's policy makes of a finding.
 *
 * <p>Read first: {@code lint.sql.Act}, {@code Rule}, {@code Case}, {@code LintFinding}.
 */
@ApplicationModule(allowedDependencies = {"plan", "target", "target :: mysql-text"})
@NullMarked
package dev.lockkeeper.lint;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
