package dev.lockkeeper.target.mysql;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A column as the server has it.
 *
 * @param type as the server spells it, with length and precision: {@code varchar(100)}, {@code bigint(20) unsigned}
 * @param collation null for what is no text
 * @param defaultText the server's words for the default: a text without quotes; null for none and for {@code null}
 * @param extra the server's words: {@code auto_increment}, {@code on update current_timestamp()}, {@code STORED GENERATED}
 */
record PlannedColumn(
        String name,
        String type,
        @Nullable String collation,
        boolean notNull,
        @Nullable String defaultText,
        String extra) {

    /** {@code show full columns} knows temporary tables too, which {@code information_schema} does not on every version. */
    private static final String READ = "show full columns from %s";

    /**
     * By name in lower case: the servers tell columns apart without regard to it.
     *
     * @param table quoted
     */
    static Map<String, PlannedColumn> read(Sending sql, String table) throws SQLException {
        Map<String, PlannedColumn> columns = new LinkedHashMap<>();
        sql.list(
                        READ.formatted(table),
                        row -> new PlannedColumn(
                                row.getString("Field"),
                                row.getString("Type"),
                                row.getString("Collation"),
                                row.getString("Null").equals("NO"),
                                row.getString("Default"),
                                row.getString("Extra")))
                .forEach(column -> columns.put(lower(column.name()), column));
        return columns;
    }

    static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** Names from the catalog too, which may be longer than a plan's. */
    static String quoted(String name) {
        return "`" + name.replace("`", "``") + "`";
    }

    String sql() {
        return quoted(name);
    }

    /** The word that its type begins with: {@code varchar}. */
    String kind() {
        return lower(type).split("[^a-z0-9_]", 2)[0];
    }

    /** {@code enum} and {@code set} have collations as well. */
    boolean text() {
        return collation != null;
    }

    boolean generated() {
        return lower(extra).contains("generated") && !lower(extra).contains("default_generated")
                || lower(extra).contains("virtual");
    }

    boolean autoIncrement() {
        return lower(extra).contains("auto_increment");
    }

    boolean onUpdate() {
        return lower(extra).contains("on update");
    }

    /** The type of a local variable that holds the same values; comments such as {@code COMPRESSED} are about storing. */
    String declared() {
        String plain = type.replaceAll("\\s*/\\*.*?\\*/", "");
        return collation == null || kind().equals("json")
                ? plain
                : plain + " character set " + characterSet(collation) + " collate " + collation;
    }

    private static String characterSet(String collation) {
        int end = collation.indexOf('_');
        return end < 0 ? collation : collation.substring(0, end);
    }
}
