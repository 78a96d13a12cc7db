package dev.lockkeeper.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The end of the chain. Kept elsewhere, it proves later that nothing up to it has changed.
 *
 * @param seq the last record's number, 0 for an empty chain
 * @param hash the last record's, 64 zeros for an empty chain
 * @param at the last record's, null for an empty chain
 */
public record Head(long seq, String hash, @Nullable Instant at) {}
