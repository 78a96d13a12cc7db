package dev.lockkeeper.target.mysql;

import java.util.Locale;

/** Names of the catalog, which may be a character longer than a plan's, and differ in case from a plan's. */
final class Names {

    private Names() {}

    static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    static String quoted(String name) {
        return "`" + name.replace("`", "``") + "`";
    }
}
