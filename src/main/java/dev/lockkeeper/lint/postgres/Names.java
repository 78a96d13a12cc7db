package dev.lockkeeper.lint.postgres;

import dev.lockkeeper.lint.sql.ObjectName;
import dev.lockkeeper.plan.Identifier;
import dev.lockkeeper.plan.PostgresName;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** Names in the SQL and in the sentences of findings. */
final class Names {
    private Names() {}

    static String sql(ObjectName name) {
        String own = PostgresName.quoted(name.name());
        return name.schema() == null ? own : PostgresName.quoted(name.schema()) + "." + own;
    }

    static String sql(String name) {
        return PostgresName.quoted(name);
    }

    /** {@code a, b}, quoted where needed. */
    static String list(List<String> names) {
        return names.stream().map(PostgresName::quoted).collect(Collectors.joining(", "));
    }

    /** Tables in a sentence: {@code a, b and c}. */
    static String said(List<ObjectName> names) {
        List<String> all = names.stream().map(ObjectName::toString).toList();
        return all.size() < 2
                ? String.join("", all)
                : String.join(", ", all.subList(0, all.size() - 1)) + " and " + all.getLast();
    }

    static String literal(String text) {
        String quoted = "'" + text.replace("'", "''") + "'";
        return quoted.indexOf('\\') < 0 ? quoted : "E" + quoted.replace("\\", "\\\\");
    }

    static boolean tooLong(String name) {
        return bytes(name) > Identifier.MAX_BYTES;
    }

    /** The name that the server gives a constraint or index when nobody does: {@code orders_customer_id_fkey}. */
    static String usual(ObjectName table, List<String> columns, String suffix) {
        String stem = table.name() + (columns.isEmpty() ? "" : "_" + String.join("_", columns));
        return fit(stem, "_" + suffix);
    }

    /** The stem cut so that it fits with its ending. */
    static String fit(String stem, String ending) {
        String cut = stem;
        while (bytes(cut + ending) > Identifier.MAX_BYTES) {
            cut = cut.substring(0, cut.offsetByCodePoints(cut.length(), -1));
        }
        return cut + ending;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
