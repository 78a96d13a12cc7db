package dev.lockkeeper.web;

import java.util.Locale;

/** Where one goes on from a page that is not to be had: the list that it belongs to. */
enum WayOn {
    OVERVIEW("/"),
    MIGRATIONS("/migrations"),
    RUNS("/runs"),
    TARGETS("/targets"),
    SIGN_IN("/login");

    private final String href;

    WayOn(String href) {
        this.href = href;
    }

    static WayOn from(String path, boolean signedIn) {
        if (!signedIn) {
            return SIGN_IN;
        }
        for (WayOn way : new WayOn[] {MIGRATIONS, RUNS, TARGETS}) {
            if ((path + "/").startsWith(way.href + "/")) {
                return way;
            }
        }
        return OVERVIEW;
    }

    public String href() {
        return href;
    }

    /** Of its words. */
    public String key() {
        return "failure.way." + name().toLowerCase(Locale.ROOT);
    }
}
