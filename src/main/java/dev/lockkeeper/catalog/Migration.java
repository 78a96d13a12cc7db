package dev.lockkeeper.catalog;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the catalog.
 *
 * @param owner the team, null for none
 * @param latest number of the newest revision
 */
public record Migration(
        String id,
        String title,
        String engine,
        @Nullable String owner,
        int latest,
        String author,
        Instant createdAt,
        Instant updatedAt) {}
