package dev.lockkeeper.target;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What the throttle looks at, read at one moment; null is unknown. */
public record Load(
        @Nullable Duration replicaLag, int activeSessions, @Nullable Duration longestTransaction, int blockedByUs) {}
