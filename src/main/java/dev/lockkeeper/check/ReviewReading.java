package dev.lockkeeper.check;

import dev.lockkeeper.Failure;
import dev.lockkeeper.target.Resolved;
import org.jspecify.annotations.Nullable;

/**
 * What a target says of a revision at one moment. Nothing in it depends on who asks, or on what people have said of the revision.
 *
 * @param resolved the exact SQL; null when there is none, then {@code unresolved} says why
 * @param linted what the rules say of its SQL there
 * @param blasts what each statement does to others
 */
public record ReviewReading(
        @Nullable Resolved resolved, @Nullable Failure unresolved, Lints.Linted linted, Blasts blasts) {}
