package dev.lockkeeper.lint.postgres;

import dev.lockkeeper.lint.Case;
import dev.lockkeeper.lint.Facts;

/**
 * The version that a statement is judged for.
 *
 * @param known whether somebody named it; otherwise it is the oldest one that is supported
 */
record Server(int major, int minor, boolean known) {

    /** Also what people still run in 2026. */
    private static final int OLDEST = 14;

    static Server of(Case in) {
        Facts.Version version = in.facts().version();
        return version == null ? new Server(OLDEST, 0, false) : new Server(version.major(), version.minor(), true);
    }

    boolean since(int version) {
        return major >= version;
    }

    /** What a later version does better, for a message; empty when this one does it too. */
    String later(int version, String better) {
        if (since(version)) {
            return "";
        }
        return known
                ? " (PostgreSQL " + version + " " + better + ", this is " + major + ")"
                : " (PostgreSQL " + version + " " + better + "; the version is not known here, " + OLDEST
                        + " is assumed)";
    }
}
