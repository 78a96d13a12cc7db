package dev.lockkeeper.target.mysql;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A column as the server has it; {@code show full columns} tells it of temporary tables too.
 *
 * @param type as the server spells it, with everything: {@code varchar(100)}, {@code bigint(20) unsigned}, {@code enum('a','b')}
 * @param collation of text columns, null for others
 * @param defaultText as the server shows it, which of the two servers spell differently; null for none
 * @param extra {@code auto_increment}, {@code on update current_timestamp}, {@code stored generated}, …, in lower case
 */
record PlannedColumn(
        String name,
        String type,
        @Nullable String collation,
        boolean notNull,
        @Nullable String defaultText,
        String extra) {

    private static final Pattern WORD = Pattern.compile("^[a-z0-9]+");
    private static final Pattern NUMBERS = Pattern.compile("^[a-z0-9]+\\((\\d+)(?:,(\\d+))?\\)");
    private static final Pattern LABEL = Pattern.compile("'((?:[^']|'')*)'");

    /**
     * By name whatever its case, because the servers tell no difference, and in the order of the names.
     *
     * @param table quoted
     */
    static Map<String, PlannedColumn> read(Sending sql, String table) throws SQLException {
        Map<String, PlannedColumn> columns = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        sql.list(
                        "show full columns from " + table,
                        row -> new PlannedColumn(
                                row.getString("Field"),
                                row.getString("Type"),
                                row.getString("Collation"),
                                "NO".equals(row.getString("Null")),
                                row.getString("Default"),
                                row.getString("Extra").toLowerCase(Locale.ROOT)))
                .forEach(column -> columns.put(column.name(), column));
        return columns;
    }

    String sql() {
        return Quoting.name(name);
    }

    /** The type's first word: {@code varchar}, {@code int}, {@code enum}. */
    String kind() {
        Matcher word = WORD.matcher(type.toLowerCase(Locale.ROOT));
        return word.find() ? word.group() : type;
    }

    boolean unsigned() {
        return type.toLowerCase(Locale.ROOT).contains(" unsigned");
    }

    /** The first number in brackets after the type: length or precision; -1 for none. */
    int length() {
        return number(1);
    }

    /** The second number in brackets; -1 for none. */
    int scale() {
        return number(2);
    }

    private int number(int group) {
        Matcher numbers = NUMBERS.matcher(type.toLowerCase(Locale.ROOT));
        return numbers.find() && numbers.group(group) != null ? Integer.parseInt(numbers.group(group)) : -1;
    }

    /** The character set of a text column, which is the first word of its collation's name; null for others. */
    @Nullable
    String charset() {
        return collation == null ? null : collation.split("_", 2)[0];
    }

    /** The labels of an {@code enum} or {@code set}, in the order of their numbers. */
    List<String> labels() {
        List<String> labels = new ArrayList<>();
        Matcher label = LABEL.matcher(type);
        while (label.find()) {
            labels.add(unescaped(label.group(1)));
        }
        return labels;
    }

    /** As the servers spell them inside a type. */
    private static String unescaped(String label) {
        String text = label.replace("''", "'");
        return text.indexOf('\\') < 0
                ? text
                : text.replace("\\\\", "\\\0")
                        .replace("\\n", "\n")
                        .replace("\\r", "\r")
                        .replace("\\\0", "\\");
    }

    /** The server computes it. */
    boolean generated() {
        return extra.contains(" generated") || extra.equals("persistent") || extra.equals("virtual");
    }

    /** Every update of a row bumps it, unless it is set. */
    boolean bumped() {
        return extra.contains("on update");
    }
}
