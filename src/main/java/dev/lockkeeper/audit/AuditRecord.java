package dev.lockkeeper.audit;

import dev.lockkeeper.chain.Link;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One record of the chain.
 *
 * @param seq 1, 2, 3, without a gap
 * @param at to the microsecond, as the store keeps it
 * @param before JSON with sorted keys, null when there was nothing
 * @param after JSON with sorted keys, null when there is nothing left
 * @param previous the hash of the record before, 64 zeros for the first
 * @param hash SHA-256 of all that stands before it here, in lower-case hexadecimal
 */
public record AuditRecord(
        long seq,
        Instant at,
        Actor actor,
        String action,
        String subject,
        @Nullable String before,
        @Nullable String after,
        @Nullable String reason,
        String previous,
        String hash) {

    /** As it is hashed and exported. */
    Link link() {
        return new Link(
                seq,
                at,
                actor.kind(),
                actor.userId(),
                actor.name(),
                actor.via(),
                actor.address(),
                action,
                subject,
                before,
                after,
                reason,
                previous,
                hash);
    }
}
