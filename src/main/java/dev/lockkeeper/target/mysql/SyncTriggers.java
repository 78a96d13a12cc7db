package dev.lockkeeper.target.mysql;

import dev.lockkeeper.plan.Identifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The bodies of the two sync triggers.
 *
 * <p>Expressions speak of bare column names. Each block declares local variables of those names with the row's values, so that no text of
 * the author's is replaced, and every expression of a block sees the row as it was before the block.
 *
 * <p>In both directions, which side is right is told by what the writer gave, by the same rule as on PostgreSQL. On insert: the old
 * columns, when any of them has a value other than its default; else the new ones, when any of these has. On update: the old columns when
 * they or anything else the forward expressions read changed; else the new ones when they changed. A row that was not backfilled yet gets
 * all its new columns before the old ones are computed from them.
 */
final class SyncTriggers {

    private static final Pattern LITERAL = Pattern.compile(
            "-?[0-9.]+|'.*'|b'[01]*'|(current_timestamp|now)(\\(\\d?\\))?", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    /** Of a column that is not null and has no default: the server may put these in before its triggers run. */
    private static final Set<String> NUMBERS =
            Set.of("tinyint", "smallint", "mediumint", "int", "bigint", "decimal", "float", "double");

    private static final Set<String> TEXTS = Set.of("char", "varchar", "tinytext", "text", "mediumtext", "longtext");

    private final Map<String, PlannedColumn> columns;
    private final Map<String, String> defaults;
    private final Map<Identifier, String> set;
    private final Map<Identifier, String> reverse;

    /** @param defaults by the column's name, as the catalog spells it; none for those without */
    SyncTriggers(
            Map<String, PlannedColumn> columns,
            Map<String, String> defaults,
            Map<Identifier, String> set,
            Map<Identifier, String> reverse) {
        this.columns = columns;
        this.defaults = defaults;
        this.set = set;
        this.reverse = reverse;
    }

    String onInsert() {
        if (reverse.isEmpty()) {
            return guarded(assign(set, "    "));
        }
        return guarded("    if (" + given(columns(set)) + ") and not (" + given(columns(reverse)) + ") then\n"
                + assign(reverse, "      ") + "    else\n" + assign(set, "      ") + "    end if;\n");
    }

    String onUpdate() {
        if (reverse.isEmpty()) {
            return guarded(assign(set, "    "));
        }
        String unfilled = columns(set).stream()
                .map(column -> "old." + column.sql() + " is null")
                .collect(Collectors.joining(" and "));
        return guarded("    if " + changed(watched()) + " then\n" + assign(set, "      ") + "    elseif "
                + changed(columns(set)) + " then\n      if " + unfilled + " then\n" + assign(filled(), "        ")
                + "      end if;\n" + assign(reverse, "      ") + "    end if;\n");
    }

    private static String guarded(String body) {
        return "begin\n  if @lockkeeper_engine is null then\n" + body + "  end if;\nend";
    }

    /** The old columns, and whatever else the forward expressions read. */
    private Collection<PlannedColumn> watched() {
        Map<String, PlannedColumn> watched = new TreeMap<>(Expressions.sources(columns, set.values()));
        columns(reverse).forEach(column -> watched.put(Names.lower(column.name()), column));
        columns(set).forEach(column -> watched.remove(Names.lower(column.name())));
        return watched.values();
    }

    /** What the writer gave stays, the rest is computed. */
    private Map<Identifier, String> filled() {
        Map<Identifier, String> filled = new LinkedHashMap<>();
        set.forEach((name, expression) ->
                filled.put(name, "coalesce(new." + column(name).sql() + ", " + Fragment.inBrackets(expression) + ")"));
        return filled;
    }

    private String assign(Map<Identifier, String> to, String indent) {
        StringBuilder block = new StringBuilder(indent + "begin\n");
        List<String> texts = new ArrayList<>(to.values());
        for (PlannedColumn column : Expressions.sources(columns, texts).values()) {
            block.append(indent + "  declare " + column.sql() + " " + declared(column) + " default new." + column.sql()
                    + ";\n");
        }
        to.forEach((name, expression) -> block.append(
                indent + "  set new." + column(name).sql() + " = " + Fragment.inBrackets(expression) + ";\n"));
        return block.append(indent + "end;\n").toString();
    }

    /** The type of a local variable that holds the same values; comments such as {@code COMPRESSED} are about storing. */
    private static String declared(PlannedColumn column) {
        String plain = column.type().replaceAll("\\s*/\\*.*?\\*/", "");
        return column.collation() == null || column.kind().equals("json")
                ? plain
                : plain + " character set " + column.charset() + " collate " + column.collation();
    }

    private String given(Collection<PlannedColumn> wanted) {
        return wanted.stream()
                .map(column -> {
                    String there = "new." + column.sql() + " is not null";
                    String standard = standard(column);
                    return standard == null
                            ? there
                            : there + " and not (" + same(column, "new." + column.sql(), standard) + ")";
                })
                .collect(Collectors.joining(" or "));
    }

    /** Null when it has none, or one that is another value each time. */
    private @Nullable String standard(PlannedColumn column) {
        String text = defaults.get(column.name());
        if (text != null) {
            return LITERAL.matcher(text).matches() ? text : null;
        }
        boolean number = NUMBERS.contains(column.kind());
        return column.notNull() && (number || TEXTS.contains(column.kind())) ? number ? "0" : "''" : null;
    }

    private static String changed(Collection<PlannedColumn> of) {
        return of.stream()
                .map(column -> "not (" + same(column, "new." + column.sql(), "old." + column.sql()) + ")")
                .collect(Collectors.joining(" or "));
    }

    /** Byte by byte: to a collation, 'ann' and 'Ann' may be the same. */
    private static String same(PlannedColumn column, String one, String other) {
        return column.collation() == null || column.kind().equals("json")
                ? one + " <=> " + other
                : bytes(one) + " <=> " + bytes(other);
    }

    private static String bytes(String sql) {
        return "cast(convert(" + sql + " using utf8mb4) as binary)";
    }

    private Collection<PlannedColumn> columns(Map<Identifier, String> of) {
        return of.keySet().stream().map(this::column).toList();
    }

    private PlannedColumn column(Identifier name) {
        PlannedColumn column = columns.get(name.text());
        if (column == null) {
            throw new IllegalArgumentException("no column " + name);
        }
        return column;
    }
}
