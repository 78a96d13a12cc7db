package dev.lockkeeper.catalog;

import dev.lockkeeper.plan.Plan;
import java.time.Instant;

/**
 * One immutable text of a migration.
 *
 * @param number 1-based
 * @param digest SHA-256 of the text
 */
public record Revision(
        String migration,
        int number,
        String text,
        String digest,
        Plan plan,
        long authorId,
        String author,
        Instant createdAt) {}
