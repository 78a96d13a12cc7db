package dev.lockkeeper.plan;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** The name of an index or a constraint whose author wrote none: {@code users_email_idx}. */
final class DefaultName {
    private DefaultName() {}

    /** The parts and the suffix, joined by underscores; the parts are cut so that the whole fits an identifier. */
    static Identifier of(List<String> parts, String suffix) {
        String stem = parts.stream().map(DefaultName::bare).collect(Collectors.joining("_"));
        int room = Identifier.MAX_BYTES - suffix.length() - 1;
        while (stem.getBytes(StandardCharsets.UTF_8).length > room) {
            stem = stem.substring(0, stem.offsetByCodePoints(stem.length(), -1));
        }
        return new Identifier(stem + "_" + suffix);
    }

    /** {@code lower(email)} becomes {@code lower_email}. */
    private static String bare(String part) {
        String words = part.replaceAll("[^\\p{L}\\p{N}_]+", "_").replaceAll("^_+|_+$", "");
        return words.isEmpty() ? "x" : words;
    }
}
