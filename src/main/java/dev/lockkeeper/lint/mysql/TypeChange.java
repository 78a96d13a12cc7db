package dev.lockkeeper.lint.mysql;

import dev.lockkeeper.target.mysql.Tokens;
import dev.lockkeeper.target.mysql.Tokens.Kind;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What becomes of a column's type. */
enum TypeChange {
    SAME,
    /** A {@code varchar} that grows and needs no second byte for its length. */
    LENGTHENED,
    /** A {@code varchar} that grows and may need one, by its character set: then the table is copied. */
    MAY_COPY,
    /** Labels behind the last one, in as many bytes. */
    LABELS_APPENDED,
    LABELS_REMOVED,
    LABELS_REORDERED,
    LABELS_INSERTED,
    /** Labels behind the last one, but the column needs more bytes for them. */
    LABELS_GROW,
    OTHER;

    private static final Pattern VARCHAR = Pattern.compile("(varchar|varbinary)\\((\\d+)\\)");
    private static final int WIDEST_CHARACTER = 4;
    private static final int ONE_BYTE = 255;

    /** @param from as the server spells it, @param to as {@code ColumnDef} does */
    static TypeChange of(String from, String to) {
        String before = normal(from);
        String after = normal(to);
        if (before.equals(after)) {
            return SAME;
        }
        Matcher old = VARCHAR.matcher(before);
        Matcher now = VARCHAR.matcher(after);
        if (old.matches() && now.matches() && old.group(1).equals(now.group(1))) {
            return lengths(Integer.parseInt(old.group(2)), Integer.parseInt(now.group(2)), old.group(1));
        }
        String family = labelled(before);
        return family != null && family.equals(labelled(after)) ? labels(list(before), list(after), family) : OTHER;
    }

    private static TypeChange lengths(int before, int after, String type) {
        if (after < before) {
            return OTHER;
        }
        int widest = type.equals("varchar") ? WIDEST_CHARACTER : 1;
        boolean stays = before > ONE_BYTE || after * widest <= ONE_BYTE;
        return stays ? LENGTHENED : MAY_COPY;
    }

    private static TypeChange labels(List<String> before, List<String> after, String family) {
        if (!after.containsAll(before)) {
            return LABELS_REMOVED;
        }
        if (!after.stream().filter(before::contains).toList().equals(before)) {
            return LABELS_REORDERED;
        }
        if (!after.subList(0, before.size()).equals(before)) {
            return LABELS_INSERTED;
        }
        return bytes(before.size(), family) == bytes(after.size(), family) ? LABELS_APPENDED : LABELS_GROW;
    }

    private static int bytes(int labels, String family) {
        if (family.equals("enum")) {
            return labels <= ONE_BYTE ? 1 : 2;
        }
        int bytes = (labels + 7) / 8;
        return bytes <= 4 ? bytes : 8;
    }

    static @Nullable String labelled(String type) {
        return type.startsWith("enum(") ? "enum" : type.startsWith("set(") ? "set" : null;
    }

    static List<String> list(String type) {
        return Tokens.of(type).stream()
                .filter(token -> token.kind() == Kind.STRING)
                .map(Tokens.Token::text)
                .toList();
    }

    /** One spelling for the same type: widths of integers say nothing, and some types have two names. */
    private static String normal(String type) {
        if (labelled(type.toLowerCase(Locale.ROOT)) != null) {
            return type.substring(0, type.indexOf('(')).toLowerCase(Locale.ROOT)
                    + type.substring(type.indexOf('(')).replace(", '", ",'");
        }
        String plain =
                type.toLowerCase(Locale.ROOT).strip().replaceAll("\\s+", " ").replaceAll(",\\s", ",");
        plain = plain.replaceFirst("^(bool|boolean)$", "tinyint")
                .replaceFirst("^integer\\b", "int")
                .replaceFirst("^(dec|numeric|fixed)\\b", "decimal")
                .replaceFirst("^(double precision|real)\\b", "double")
                .replaceFirst("^(character varying|char varying)", "varchar")
                .replaceFirst("^character\\b", "char")
                .replaceFirst("^((?:tiny|small|medium|big)?int)\\(\\d+\\)(?!.*zerofill)", "$1");
        return switch (plain) {
            case "decimal" -> "decimal(10,0)";
            case "char" -> "char(1)";
            case "bit" -> "bit(1)";
            default -> plain.replaceFirst("^decimal\\((\\d+)\\)", "decimal($1,0)");
        };
    }
}
