package dev.lockkeeper.target.mysql;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which of the two servers it is, and its version. @param number {@code 11.4.5}, without what packagers add */
record Flavor(boolean mariadb, int major, int minor, String number) {

    static final String QUESTION = "select version()";

    private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+)\\.\\d+");

    /** @param version what the server says of itself: {@code 8.4.5}, {@code 11.4.5-MariaDB-log}, {@code 5.5.5-10.6.1-MariaDB} */
    static Flavor of(String version) {
        boolean mariadb = version.toLowerCase(java.util.Locale.ROOT).contains("mariadb");
        // What old clients were told so that they would take a MariaDB of 10 for a version they know.
        String plain = mariadb && version.startsWith("5.5.5-") ? version.substring("5.5.5-".length()) : version;
        Matcher found = VERSION.matcher(plain);
        return found.lookingAt()
                ? new Flavor(
                        mariadb, Integer.parseInt(found.group(1)), Integer.parseInt(found.group(2)), found.group())
                : new Flavor(mariadb, 0, 0, plain);
    }

    boolean atLeast(int wantedMajor, int wantedMinor) {
        return major > wantedMajor || major == wantedMajor && minor >= wantedMinor;
    }

    /** {@code MariaDB 11.4.5}, {@code MySQL 8.4.5}. */
    String words() {
        return (mariadb ? "MariaDB " : "MySQL ") + number;
    }
}
