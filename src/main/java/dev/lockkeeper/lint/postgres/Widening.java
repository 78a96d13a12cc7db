package dev.lockkeeper.lint.postgres;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Changes of a type that only change the catalog. From PostgreSQL's manual on {@code alter table}: binary coercible types, and lengths
 * and precisions that grow.
 */
final class Widening {

    private static final Pattern SHAPE = Pattern.compile(
            "([a-z ]+?) ?(?:\\(([0-9]{1,9})(?:, ?([0-9]{1,9}))?\\))?( with time zone| without time zone)?");

    /** Other spellings to the server's own. */
    private static final Map<String, String> SAME = Map.of(
            "varchar", "character varying",
            "decimal", "numeric",
            "int", "integer",
            "int4", "integer",
            "int8", "bigint",
            "int2", "smallint",
            "varbit", "bit varying",
            "char", "character");

    /** Types whose length may grow for nothing. */
    private static final List<String> GROWING = List.of("character varying", "bit varying");

    private record Type(String name, int length, int scale) {
        boolean unlimited() {
            return length < 0;
        }
    }

    private Widening() {}

    static boolean free(String from, String to) {
        Type old = read(from);
        Type wanted = read(to);
        if (old.equals(wanted)) {
            return true;
        }
        if (old.name().equals("cidr") && wanted.name().equals("inet")) {
            return true;
        }
        boolean toText =
                wanted.name().equals("text") || wanted.name().equals("character varying") && wanted.unlimited();
        if (toText && (old.name().equals("character varying") || old.name().equals("text"))) {
            return true;
        }
        if (!old.name().equals(wanted.name())) {
            return false;
        }
        if (GROWING.contains(old.name())) {
            return wanted.unlimited() || !old.unlimited() && wanted.length() >= old.length();
        }
        return old.name().equals("numeric")
                && (wanted.unlimited()
                        || !old.unlimited() && wanted.length() >= old.length() && wanted.scale() == old.scale());
    }

    private static Type read(String type) {
        String text = type.toLowerCase(Locale.ROOT).strip();
        Matcher matcher = SHAPE.matcher(text);
        if (!matcher.matches()) {
            return new Type(text, -1, 0);
        }
        String zone = matcher.group(4) == null ? "" : matcher.group(4);
        String name =
                SAME.getOrDefault(matcher.group(1).strip(), matcher.group(1).strip()) + zone;
        return new Type(name, number(matcher.group(2), -1), number(matcher.group(3), 0));
    }

    private static int number(@Nullable String digits, int none) {
        return digits == null ? none : Integer.parseInt(digits);
    }
}
