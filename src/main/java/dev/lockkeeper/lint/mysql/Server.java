package dev.lockkeeper.lint.mysql;

import dev.lockkeeper.lint.Case;
import dev.lockkeeper.lint.Facts;

/**
 * The server that a statement is judged for.
 *
 * @param known whether somebody named it; otherwise it is the oldest one that is supported, MySQL 8.0
 */
record Server(boolean mariadb, Facts.Version version, boolean known) {

    static Server of(Case in) {
        Facts.Version version = in.facts().version();
        boolean mariadb = in.facts().mariadb();
        return version == null
                ? new Server(mariadb, mariadb ? new Facts.Version(10, 6, 0) : new Facts.Version(8, 0, 0), false)
                : new Server(mariadb, version, true);
    }

    /** Whether it is MySQL from that patch of 8.0 on, or that MariaDB or a later one. */
    boolean since(int patch, int major, int minor) {
        if (mariadb) {
            return version.atLeast(major, minor);
        }
        return version.atLeast(8, 1) || version.atLeast(8, 0) && version.patch() >= patch;
    }

    @Override
    public String toString() {
        return (mariadb ? "MariaDB " : "MySQL ")
                + version
                + (known ? "" : ", assumed because the version is not known");
    }
}
