package dev.lockkeeper.chain;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One record as it is hashed and exported, in the order of the export.
 *
 * @param at to the microsecond
 * @param before JSON, as it stands; null for none, as with every other that may be absent
 * @param previous the hash of the record before, 64 zeros for the first
 * @param hash of all that stands before it here
 */
public record Link(
        long seq,
        Instant at,
        String actorKind,
        @Nullable Long actorId,
        String actor,
        @Nullable String via,
        @Nullable String address,
        String action,
        String subject,
        @Nullable String before,
        @Nullable String after,
        @Nullable String reason,
        String previous,
        String hash) {}
