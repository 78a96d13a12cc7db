package dev.lockkeeper.security;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A token as it can be shown: never the token itself, which is kept as a hash.
 *
 * @param lastUsedAt to the minute, null when it was never used
 */
public record Token(
        UUID id,
        String username,
        String name,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant lastUsedAt) {}
