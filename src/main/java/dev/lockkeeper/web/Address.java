package dev.lockkeeper.web;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriUtils;

/** Addresses of pages, with every part encoded. */
final class Address {
    private Address() {}

    static String run(long run) {
        return "/runs/" + run;
    }

    static String target(String name) {
        return "/targets/" + UriUtils.encodePathSegment(name, StandardCharsets.UTF_8);
    }

    static String migration(String id) {
        return "/migrations/" + UriUtils.encodePathSegment(id, StandardCharsets.UTF_8);
    }

    static String review(String id, int revision, @Nullable String target) {
        return migration(id) + "?revision=" + revision + (target == null ? "" : "&target=" + encode(target));
    }

    static String board(String migration, @Nullable Integer revision, @Nullable String target) {
        return "/runs/new?migration=" + encode(migration)
                + (revision == null ? "" : "&revision=" + revision)
                + (target == null ? "" : "&target=" + encode(target));
    }

    /** The row of one migration with the column of one environment. */
    static String grid(String migration, String environment) {
        return "/migrations?query=" + encode(migration) + "&environment=" + encode(environment);
    }

    static String runs(String migration, String environment) {
        return "/runs?migration=" + encode(migration) + "&environment=" + encode(environment);
    }

    static String targets(String environment) {
        return "/targets?environment=" + encode(environment);
    }

    private static String encode(String value) {
        return UriUtils.encode(value, StandardCharsets.UTF_8);
    }
}
