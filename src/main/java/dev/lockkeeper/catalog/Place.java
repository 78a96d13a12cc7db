package dev.lockkeeper.catalog;

import dev.lockkeeper.Failure;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where a page of the catalog ended: newest first, then by id. Opaque on the wire. */
record Place(OffsetDateTime at, String id) {

    private static final Pattern FORM = Pattern.compile("(\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z) ([a-z0-9-]{3,80})");

    static Place of(Migration last) {
        return new Place(last.updatedAt().atOffset(ZoneOffset.UTC), last.id());
    }

    String wire() {
        byte[] text = (at.toInstant() + " " + id).getBytes(StandardCharsets.UTF_8);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text);
    }

    /** @throws Failure {@code invalid} for a cursor that we did not give */
    static @Nullable Place read(@Nullable String wire) {
        if (wire == null || wire.isEmpty()) {
            return null;
        }
        try {
            Matcher place = FORM.matcher(new String(Base64.getUrlDecoder().decode(wire), StandardCharsets.UTF_8));
            if (place.matches()) {
                return new Place(Instant.parse(place.group(1)).atOffset(ZoneOffset.UTC), place.group(2));
            }
        } catch (IllegalArgumentException | DateTimeException e) {
            // Not ours either; said below.
        }
        throw Failure.invalid(
                "'" + wire + "' is not a cursor of this list.", "Leave 'after' out to begin at the first page.");
    }
}
