package dev.lockkeeper.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How the anchoring outside stands.
 *
 * @param place for people: a file, or the host that is sent to
 * @param head the last that arrived there, number 0 for none yet
 * @param anchoredAt when it did, null for never
 * @param triedAt the last try, null for none
 * @param failures in a row since
 * @param error of the last try, null when it arrived
 */
public record Anchor(
        String place,
        Head head,
        @Nullable Instant anchoredAt,
        @Nullable Instant triedAt,
        int failures,
        @Nullable String error) {}
