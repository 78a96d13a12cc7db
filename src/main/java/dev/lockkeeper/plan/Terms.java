package dev.lockkeeper.plan;

import dev.lockkeeper.Failure;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Readings of single values that mean something: names, times, sizes. Stand-ins as in {@link Value}. */
final class Terms {

    static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{1,78}[a-z0-9]");

    private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,62}");
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,12})(B|KiB|MiB|GiB)");
    private static final Map<String, Integer> SHIFT = Map.of("B", 0, "KiB", 10, "MiB", 20, "GiB", 30);
    private static final long LARGEST = 1L << 40;
    private static final Pattern PERCENT = Pattern.compile("([0-9]{1,3}(\\.[0-9]{1,6})?)%");

    private Terms() {}

    static Identifier identifier(Value value) {
        return name(value, value.text());
    }

    /** A name from the text at the value's place. */
    static Identifier name(Value value, String text) {
        try {
            return new Identifier(text);
        } catch (IllegalArgumentException e) {
            value.problem(value.label() + ": " + e.getMessage());
            return new Identifier(Value.STAND_IN);
        }
    }

    static TableName table(Value value) {
        String text = value.text();
        long dots = text.chars().filter(c -> c == '.').count();
        try {
            if (dots <= 1) {
                return TableName.of(text);
            }
            value.problem(value.label() + " must be 'table' or 'schema.table'; it is '" + text + "'");
        } catch (IllegalArgumentException e) {
            value.problem(value.label() + ": " + e.getMessage());
        }
        return TableName.of(Value.STAND_IN);
    }

    static String migration(Value value) {
        String text = value.text();
        if (!ID.matcher(text).matches()) {
            value.problem(value.label() + " must be 3 to 80 characters of a-z, 0-9 and '-' between them; it is '" + text
                    + "'");
        }
        return text;
    }

    /** A bare word of SQL, such as an index method, which is not quoted. */
    static String word(Value value) {
        String text = value.text();
        if (!WORD.matcher(text).matches()) {
            value.problem(value.label() + " must be one word; it is '" + text + "'");
        }
        return text;
    }

    /** Text on one line of at most 200 characters, for lists and headings. */
    static String line(Value value) {
        String text = value.text().strip();
        if (text.length() > 200 || text.contains("\n")) {
            value.problem(value.label() + " must be one line of at most 200 characters");
        }
        return text;
    }

    static Duration duration(Value value) {
        ScalarNode scalar = value.scalar();
        if (scalar == null) {
            return Duration.ZERO;
        }
        String text = scalar.getValue();
        try {
            return Durations.parse(text);
        } catch (Failure e) {
            String unit = text.matches("[0-9]+")
                    ? "it has no unit: write " + text + "s or " + text + "m"
                    : "it is '" + text + "'";
            value.problem(
                    value.label() + " must be a duration such as 250ms, 5s, 10m, 48h or 7d (at most 3650d); " + unit);
            return Duration.ZERO;
        }
    }

    /** A duration above zero. */
    static Duration span(Value value) {
        int before = value.problems().count();
        Duration duration = duration(value);
        if (value.node() != null && duration.isZero() && value.problems().count() == before) {
            value.problem(value.label() + " must be longer than nothing");
        }
        return duration;
    }

    /** A size in bytes, at least one. */
    static long bytes(Value value) {
        ScalarNode scalar = value.scalar();
        if (scalar == null) {
            return 1;
        }
        Matcher matcher = SIZE.matcher(scalar.getValue());
        if (matcher.matches()) {
            long number = Long.parseLong(matcher.group(1));
            int shift = SHIFT.getOrDefault(matcher.group(2), 0);
            if (number > 0 && number <= LARGEST >> shift) {
                return number << shift;
            }
        }
        value.problem(value.label() + " must be a size such as 512KiB, 16MiB or 1GiB (at most 1024GiB); it is '"
                + scalar.getValue() + "'");
        return 1;
    }

    /** A fraction from 0 to 1, written as a percentage. */
    static double percent(Value value) {
        ScalarNode scalar = value.scalar();
        if (scalar == null) {
            return 0;
        }
        Matcher matcher = PERCENT.matcher(scalar.getValue());
        if (matcher.matches()) {
            double fraction = new BigDecimal(matcher.group(1)).movePointLeft(2).doubleValue();
            if (fraction <= 1) {
                return fraction;
            }
        }
        value.problem(value.label() + " must be a percentage from 0% to 100%, such as 1% or 0.5%; it is '"
                + scalar.getValue() + "'");
        return 0;
    }
}
