package dev.lockkeeper;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Where a page of a sorted list ended. Opaque on the wire, and good for the order that it was made for only.
 *
 * @param order the name of the order
 * @param key what the list is sorted by
 * @param id what tells two of the same key apart
 */
public record Cursor(String order, String key, String id) {

    private static final int PARTS = 3;

    public String wire() {
        byte[] text = String.join("\0", order, key, id).getBytes(StandardCharsets.UTF_8);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text);
    }

    /** @throws Failure {@code invalid} for a cursor that was not given for this order */
    public static @Nullable Cursor read(@Nullable String wire, String order) {
        if (wire == null || wire.isBlank()) {
            return null;
        }
        try {
            String[] parts = new String(Base64.getUrlDecoder().decode(wire), StandardCharsets.UTF_8).split("\0", -1);
            if (parts.length == PARTS && parts[0].equals(order)) {
                return new Cursor(parts[0], parts[1], parts[2]);
            }
        } catch (IllegalArgumentException e) {
            // Not ours either; said below.
        }
        throw refused(wire);
    }

    /** The id as a number. */
    public long number() {
        try {
            return Long.parseLong(id);
        } catch (NumberFormatException e) {
            throw refused(wire());
        }
    }

    /** For a key that is not what the order sorts by. */
    public static Failure refused(String wire) {
        return Failure.invalid(
                "'" + wire + "' is not a cursor of this list.", "Leave 'after' out to begin at the first page.");
    }
}
