package dev.lockkeeper;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list.
 *
 * @param after the cursor of the next page, null on the last
 */
public record Paged<T>(List<T> items, @Nullable String after) {

    /** What a page holds unless told otherwise, and at most. */
    public static final int DEFAULT_LIMIT = 50;

    public static final int MAX_LIMIT = 500;

    public Paged {
        items = List.copyOf(items);
    }
}
