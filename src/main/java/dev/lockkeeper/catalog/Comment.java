package dev.lockkeeper.catalog;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What somebody says of a revision. Never changed; withdrawing marks it, and the text is shown no more.
 *
 * @param replyTo the comment that began the thread, null when this one did
 * @param phase what it is about, null for the whole
 * @param step 0-based place of the step in its phase that it is about, null for the whole phase
 * @param text Markdown
 */
public record Comment(
        long id,
        String migration,
        int revision,
        @Nullable Long replyTo,
        @Nullable String phase,
        @Nullable Integer step,
        String text,
        long authorId,
        String author,
        Instant createdAt,
        @Nullable Instant withdrawnAt) {}
