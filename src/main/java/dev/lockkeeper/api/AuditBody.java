package dev.lockkeeper.api;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.lockkeeper.audit.AuditRecord;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A record on the wire.
 *
 * @param actor the username, or the server's name for the engine
 * @param before an object, left out when there was nothing
 * @param after an object, left out when there is nothing left
 */
record AuditBody(
        long seq,
        Instant at,
        String actorKind,
        String actor,
        @Nullable String via,
        @Nullable String address,
        String action,
        String subject,
        @JsonRawValue @Nullable String before,
        @JsonRawValue @Nullable String after,
        @Nullable String reason,
        String previous,
        String hash) {

    static AuditBody of(AuditRecord record) {
        return new AuditBody(
                record.seq(),
                record.at(),
                record.actor().kind(),
                record.actor().name(),
                record.actor().via(),
                record.actor().address(),
                record.action(),
                record.subject(),
                record.before(),
                record.after(),
                record.reason(),
                record.previous(),
                record.hash());
    }
}
