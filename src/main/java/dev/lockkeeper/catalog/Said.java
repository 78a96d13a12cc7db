package dev.lockkeeper.catalog;

import org.jspecify.annotations.Nullable;

/**
 * A standing word of somebody about a revision, for lists. What it is worth, {@link ApprovalRule} says.
 *
 * @param phase null for every phase
 * @param person who said it
 * @param yes true for an approval, false for a rejection
 */
public record Said(String migration, int revision, String target, @Nullable String phase, long person, boolean yes) {}
