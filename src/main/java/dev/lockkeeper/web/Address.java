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

    static String user(String username) {
        return "/admin/users/" + UriUtils.encodePathSegment(username, StandardCharsets.UTF_8);
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

    /** The part of an address from its question mark on, empty when none of the parameters has a value. @param pairs name, value, name, value */
    static String parameters(@Nullable String... pairs) {
        StringBuilder address = new StringBuilder();
        for (int i = 0; i + 1 < pairs.length; i += 2) {
            String value = pairs[i + 1];
            if (value != null && !value.isEmpty()) {
                address.append(address.isEmpty() ? '?' : '&')
                        .append(pairs[i])
                        .append('=')
                        .append(encode(value));
            }
        }
        return address.toString();
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
