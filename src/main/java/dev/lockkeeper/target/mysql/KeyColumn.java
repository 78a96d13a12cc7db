package dev.lockkeeper.target.mysql;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A column of the key by which a table is walked: how its value becomes a text that loses nothing, how that text becomes a literal of
 * the column's type again, and how the two are compared so that the servers read a range of the key's index. A literal of another
 * type or collation would make them read the whole table.
 */
final class KeyColumn {

    enum Comparison {
        ABOVE(">"),
        FROM(">="),
        BELOW("<"),
        UP_TO("<="),
        AT("=");

        final String sign;

        Comparison(String sign) {
            this.sign = sign;
        }
    }

    private static final Set<String> NUMBERS =
            Set.of("tinyint", "smallint", "mediumint", "int", "integer", "bigint", "decimal", "year", "bit");
    private static final Set<String> TEXTS =
            Set.of("char", "varchar", "tinytext", "text", "mediumtext", "longtext", "nchar", "nvarchar");
    private static final Set<String> BYTES =
            Set.of("binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob");
    private static final Set<String> TIMES = Set.of("date", "datetime", "timestamp", "time");
    private static final Set<String> QUOTED = Set.of("uuid", "inet4", "inet6");

    private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]+)?");
    private static final Pattern HEX = Pattern.compile("([0-9A-F]{2})*");
    private static final Pattern TIME = Pattern.compile("[-0-9 :.]+");
    private static final Pattern ADDRESS = Pattern.compile("[-0-9A-Fa-f:.]+");

    private final PlannedColumn column;
    private final String qualified;
    /** Of an {@code enum}, in their order; before them the empty text of what is no label, whose number is 0. */
    private final List<String> labels;

    /**
     * @param table quoted, without its database
     * @throws Failure {@code unsupported} for a type whose values have no exact text or no order of their own
     */
    KeyColumn(String table, PlannedColumn column) {
        this.column = column;
        this.qualified = table + "." + column.sql();
        this.labels = column.kind().equals("enum")
                ? java.util.stream.Stream.concat(java.util.stream.Stream.of(""), column.labels().stream())
                        .distinct()
                        .toList()
                : List.of();
        if (!walkable(column)) {
            throw new Failure(
                    Code.UNSUPPORTED,
                    "Column '" + column.name() + "' of the key is of type " + column.type()
                            + ", by which a table cannot be walked: its values are not exact, or have no order.",
                    "Add a key of another type first.");
        }
    }

    static boolean walkable(PlannedColumn column) {
        String kind = column.kind();
        return NUMBERS.contains(kind)
                || TEXTS.contains(kind)
                || BYTES.contains(kind)
                || TIMES.contains(kind)
                || QUOTED.contains(kind)
                || kind.equals("enum");
    }

    PlannedColumn column() {
        return column;
    }

    List<String> labels() {
        return labels;
    }

    String sql() {
        return column.sql();
    }

    /** With the table's name, where a result has a column of the same name. */
    String qualified() {
        return qualified;
    }

    /** What a query selects to get the value as text. */
    String text() {
        String kind = column.kind();
        if (BYTES.contains(kind)) {
            return "hex(" + qualified + ")";
        }
        if (TEXTS.contains(kind) || kind.equals("enum")) {
            return "convert(" + qualified + " using utf8mb4)";
        }
        return kind.equals("bit")
                ? "cast(cast(" + qualified + " as unsigned) as char)"
                : "cast(" + qualified + " as char)";
    }

    /** The column compared with a text of {@link #text}. */
    String compare(Comparison how, String text) {
        return labels.isEmpty() ? column.sql() + " " + how.sign + " " + literal(text) : compareLabel(how, text);
    }

    /** The order of an {@code enum} is that of its labels' numbers, but the servers read no range of numbers by its index. */
    private String compareLabel(Comparison how, String text) {
        int at = labels.indexOf(text);
        if (at < 0) {
            throw corrupt(text);
        }
        List<String> among =
                switch (how) {
                    case ABOVE -> labels.subList(at + 1, labels.size());
                    case FROM -> labels.subList(at, labels.size());
                    case BELOW -> labels.subList(0, at);
                    case UP_TO -> labels.subList(0, at + 1);
                    case AT -> labels.subList(at, at + 1);
                };
        return among.isEmpty()
                ? "1 = 0"
                : among.stream().map(this::collated).collect(Collectors.joining(", ", column.sql() + " in (", ")"));
    }

    private String literal(String text) {
        String kind = column.kind();
        if (NUMBERS.contains(kind)) {
            return checked(NUMBER, text);
        }
        if (BYTES.contains(kind)) {
            return "x'" + checked(HEX, text) + "'";
        }
        if (TIMES.contains(kind)) {
            String word = kind.equals("datetime") ? "timestamp" : kind;
            return word + "'" + checked(TIME, text) + "'";
        }
        return QUOTED.contains(kind) ? "'" + checked(ADDRESS, text) + "'" : collated(text);
    }

    private String collated(String text) {
        String utf8 = text.chars().anyMatch(c -> c < ' ')
                ? "_utf8mb4 x'" + HexFormat.of().formatHex(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)) + "'"
                : "_utf8mb4 " + Quoting.literal(text);
        String own = "utf8mb4".equals(column.charset()) ? utf8 : "convert(" + utf8 + " using " + column.charset() + ")";
        return own + " collate " + column.collation();
    }

    private String checked(Pattern form, String text) {
        if (!form.matcher(text).matches()) {
            throw corrupt(text);
        }
        return text;
    }

    private Failure corrupt(String text) {
        return new Failure(
                Code.TABLE_CHANGED,
                "'" + text + "' is no value of column '" + column.name() + "', which is of type " + column.type()
                        + ". Nothing was written.",
                "The key was changed since the walk was planned, or the ledger was; cancel the run and launch it anew.");
    }
}
