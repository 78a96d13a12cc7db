package dev.lockkeeper.web;

import dev.lockkeeper.Failure;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a page knows of a target at the moment in which it is asked for.
 *
 * @param value null when nothing is known, yet or at all
 * @param at when the target was asked for it, null when nothing is known
 * @param silent why the target was asked just now and nothing is known, null otherwise
 * @param again whether the page should ask for a newer one once it is there
 */
record Look<V>(@Nullable V value, @Nullable Instant at, @Nullable Failure silent, boolean again) {

    /** Nothing is known because nobody has asked of late. */
    public boolean unread() {
        return value == null && silent == null;
    }

    <W> Look<W> map(Function<V, W> to) {
        return new Look<>(value == null ? null : to.apply(value), at, silent, again);
    }
}
