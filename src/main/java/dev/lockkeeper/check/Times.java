package dev.lockkeeper.check;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Times as databases and pages write them: with an offset, or in UTC, or seconds since 1970. And as findings write them. */
final class Times {
    private Times() {}

    private static final Pattern SECONDS = Pattern.compile("\\d{9,11}(\\.\\d+)?");
    private static final Pattern SHORT_OFFSET = Pattern.compile(".*[+-]\\d{2}");
    private static final Pattern OFFSET = Pattern.compile(".*(Z|[+-]\\d{2}:\\d{2})");

    private static final DateTimeFormatter UTC = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /** {@code 2026-11-20 22:00:00 UTC}: pages know that form, and show it in the reader's own time. */
    static String inWords(Instant at) {
        return UTC.format(at);
    }

    static Optional<Instant> read(String text) {
        String time = text.strip().replace("\"", "");
        try {
            if (SECONDS.matcher(time).matches()) {
                return Optional.of(Instant.ofEpochSecond((long) Double.parseDouble(time)));
            }
            String iso = time.replaceFirst("^(\\d{4}-\\d{2}-\\d{2}) ", "$1T").replace(" ", "");
            if (iso.length() > "2026-11-20T".length()
                    && SHORT_OFFSET.matcher(iso).matches()) {
                iso += ":00";
            }
            return Optional.of(
                    OFFSET.matcher(iso).matches()
                            ? OffsetDateTime.parse(iso).toInstant()
                            : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
