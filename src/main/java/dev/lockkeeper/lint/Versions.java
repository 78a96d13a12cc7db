package dev.lockkeeper.lint;

import dev.lockkeeper.lint.Facts.Version;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Versions as people and servers write them: {@code 14}, {@code 8.4.3}, {@code 10.11.6-MariaDB}, {@code PostgreSQL 18.4}. */
public final class Versions {

    /** What MariaDB says before its own number to clients that believe in MySQL's. */
    private static final String FALSE_FRONT = "5.5.5-";

    private static final Pattern NUMBER = Pattern.compile("(\\d{1,4})(?:\\.(\\d{1,4}))?(?:\\.(\\d{1,4}))?");

    private Versions() {}

    /** Empty when there is no number in it. */
    public static Optional<Version> of(String text) {
        Matcher number = NUMBER.matcher(text.startsWith(FALSE_FRONT) ? text.substring(FALSE_FRONT.length()) : text);
        return number.find()
                ? Optional.of(new Version(part(number, 1), part(number, 2), part(number, 3)))
                : Optional.empty();
    }

    public static boolean mariadb(String text) {
        return text.toLowerCase(Locale.ROOT).contains("mariadb");
    }

    private static int part(Matcher number, int group) {
        return number.group(group) == null ? 0 : Integer.parseInt(number.group(group));
    }
}
