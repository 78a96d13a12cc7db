package dev.lockkeeper.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which records; null means any.
 *
 * @param actor the username, or the server's name
 * @param action whole ({@code run.launch}), or its beginning with a star ({@code run.*})
 * @param subject whole ({@code run:42}), or its beginning with a star
 * @param from the first moment
 * @param to the first moment after
 * @param reason words that the reason has in it, as a search engine takes them: {@code "in the way" -pause}
 */
public record AuditQuery(
        @Nullable String actor,
        @Nullable String action,
        @Nullable String subject,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable String reason) {

    /** Whatever the reason. */
    public AuditQuery(
            @Nullable String actor,
            @Nullable String action,
            @Nullable String subject,
            @Nullable Instant from,
            @Nullable Instant to) {
        this(actor, action, subject, from, to, null);
    }

    public static AuditQuery all() {
        return new AuditQuery(null, null, null, null, null);
    }

    /** What was ever done to that subject. */
    public static AuditQuery about(String subject) {
        return new AuditQuery(null, null, subject, null, null);
    }
}
