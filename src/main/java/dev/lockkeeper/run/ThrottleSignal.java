package dev.lockkeeper.run;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One thing that the throttle looks at, as it was read.
 *
 * @param name as in the migration file: {@code replicaLag}; {@code probe: ready} for one of the author's own
 * @param value null is unknown
 * @param limit above which a walk holds, null for none
 * @param unit {@code s}, {@code ms}, {@code B/s}, empty for a bare number, else what is counted: {@code sessions}
 * @param over whether the walk holds for it: a value that was over its limit does so until it is well below
 */
public record ThrottleSignal(String name, @Nullable Double value, @Nullable Double limit, String unit, boolean over) {

    /** {@code replica lag}. */
    public String label() {
        return switch (name) {
            case "blockedByUs" -> "sessions that wait for our locks";
            case "atWork" -> "others at work";
            case "walRate" -> "write-ahead log";
            case "autovacuum" -> "autovacuum of the table";
            default -> name.replaceAll("([a-z])([A-Z])", "$1 $2").toLowerCase(Locale.ROOT);
        };
    }

    /** {@code 8.2 s}, or {@code unknown}. */
    public String shown() {
        return value == null ? "unknown" : amount(value);
    }

    /** {@code 5 s}, or nothing. */
    public String shownLimit() {
        return limit == null ? "" : amount(limit);
    }

    /** {@code replica lag 8.2 s, limit 5 s}. */
    public String inWords() {
        String words =
                switch (unit) {
                    case "sessions", "files", "threads" ->
                        value == null ? label() + " cannot be read" : number(value) + " " + label();
                    default -> label() + (value == null ? " cannot be read" : " " + shown());
                };
        return limit == null || limit == 0 ? words : words + ", limit " + shownLimit();
    }

    private String amount(double number) {
        return switch (unit) {
            case "s" -> seconds(number);
            case "ms" -> number(number) + " ms";
            case "B/s" -> number(number / (1 << 20)) + " MiB/s";
            default -> number(number);
        };
    }

    private static String seconds(double seconds) {
        return (seconds < 10 ? number(seconds) : String.valueOf(Math.round(seconds))) + " s";
    }

    /** With one digit after the point, unless that is nothing. */
    private static String number(double number) {
        String one = String.format(Locale.ROOT, "%.1f", number);
        return one.endsWith(".0") ? one.substring(0, one.length() - 2) : one;
    }
}
