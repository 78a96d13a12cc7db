package dev.lockkeeper.api;

import dev.lockkeeper.Failure;
import dev.lockkeeper.Paged;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list on the wire: {@code {"items": […], "after": "cursor"}}. {@code after} is left out on the last page; on others
 * the next page is asked for with {@code ?after=}.
 */
public record PageBody<T>(List<T> items, @Nullable String after) {

    public static <V, T> PageBody<T> of(Paged<V> page, Function<? super V, ? extends T> shown) {
        return new PageBody<>(page.items().stream().<T>map(shown).toList(), page.after());
    }

    /**
     * A page of a short list that is there as a whole.
     *
     * @param id of an item, which is the cursor
     * @throws Failure {@code invalid} for a cursor that is not an item's id
     */
    public static <V, T> PageBody<T> of(
            List<V> all,
            Function<? super V, String> id,
            Function<? super V, ? extends T> shown,
            @Nullable Integer limit,
            @Nullable String after) {
        int size = limit(limit);
        int from = after == null ? 0 : all.stream().<String>map(id).toList().indexOf(after) + 1;
        if (after != null && from == 0) {
            throw Failure.invalid(
                    "'" + after + "' is not a cursor of this list.", "Leave 'after' out to begin at the first page.");
        }
        List<V> items = all.subList(from, Math.min(all.size(), from + size));
        String next = from + items.size() < all.size() ? id.apply(items.getLast()) : null;
        return of(new Paged<>(items, next), shown);
    }

    /** What a page holds when the caller asks for {@code limit}, which may be absent. */
    public static int limit(@Nullable Integer limit) {
        if (limit == null) {
            return Paged.DEFAULT_LIMIT;
        }
        if (limit < 1 || limit > Paged.MAX_LIMIT) {
            throw Failure.invalid("limit is " + limit + ".", "Give a number from 1 to " + Paged.MAX_LIMIT + ".");
        }
        return limit;
    }
}
