package dev.lockkeeper.catalog;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the catalog in a list.
 *
 * @param owner the team, null for none
 * @param latest number of the newest revision
 * @param author of the newest revision
 */
public record MigrationLine(
        String id,
        String title,
        String engine,
        @Nullable String owner,
        int latest,
        long authorId,
        String author,
        Instant updatedAt) {}
