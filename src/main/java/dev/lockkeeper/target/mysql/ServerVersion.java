package dev.lockkeeper.target.mysql;

import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code version()} says: {@code 8.4.3}, {@code 11.4.5-MariaDB-log}. */
record ServerVersion(boolean mariadb, int major, int minor, int patch) {

    private static final Pattern TEXT = Pattern.compile("^(\\d+)\\.(\\d+)\\.(\\d+).*");

    static ServerVersion read(Sending sql) throws SQLException {
        return of(sql.first("select version()").orElseThrow());
    }

    static ServerVersion of(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not a version: " + text);
        }
        return new ServerVersion(
                text.contains("MariaDB"),
                Integer.parseInt(parts.group(1)),
                Integer.parseInt(parts.group(2)),
                Integer.parseInt(parts.group(3)));
    }

    boolean atLeast(int major, int minor, int patch) {
        return this.major != major
                ? this.major > major
                : this.minor != minor ? this.minor > minor : this.patch >= patch;
    }

    /** For people: {@code MariaDB 11.4.5}. */
    @Override
    public String toString() {
        return (mariadb ? "MariaDB " : "MySQL ") + major + "." + minor + "." + patch;
    }
}
