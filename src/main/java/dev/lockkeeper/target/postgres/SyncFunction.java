package dev.lockkeeper.target.postgres;

import dev.lockkeeper.plan.Identifier;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The body of a sync function, in PL/pgSQL.
 *
 * <p>Expressions speak of bare column names. They are evaluated over a subquery of one row that is named as the table, so that no text
 * of the author's is replaced and {@code users.name} means the row's column too.
 *
 * <p>In both directions, which side is right is told by what the writer gave. On insert: the old columns, when any of them has a value
 * other than its default; else the new ones, when any of these has. On update: the old columns when they or anything else the forward
 * expressions read changed; else the new ones when they changed. So where a writer gives both, the old ones win, which is what {@code
 * guard: mismatch} and {@code verify} hold to as well. A row that was not backfilled yet gets all its new columns before the old ones are
 * computed from them.
 */
final class SyncFunction {

    private final PlannedTable table;
    private final Map<String, PlannedColumn> columns;
    private final Map<Identifier, String> set;
    private final Map<Identifier, String> reverse;

    SyncFunction(
            PlannedTable table,
            Map<String, PlannedColumn> columns,
            Map<Identifier, String> set,
            Map<Identifier, String> reverse) {
        this.table = table;
        this.columns = columns;
        this.set = set;
        this.reverse = reverse;
    }

    String oneWay() {
        return "\n#variable_conflict use_column\nbegin\n" + assign(set, "  ") + "  return new;\nend\n";
    }

    /**
     * @param defaults by column, for those whose default gives the same value each time in a transaction
     * @param plain columns that cannot be compared but as text
     */
    String bothWays(Collection<String> forwardReads, Map<String, String> defaults, Collection<String> plain) {
        Map<String, PlannedColumn> reads = reads(forwardReads);
        List<PlannedColumn> fresh = fresh();
        List<PlannedColumn> old =
                reverse.keySet().stream().map(name -> column(name.text())).toList();
        return """

                #variable_conflict use_column
                declare
                  to_new boolean;
                  to_old boolean;
                begin
                  if tg_op = 'INSERT' then
                    to_old := (%s) and not (%s);
                    to_new := not to_old;
                  else
                    to_new := %s;
                    to_old := not to_new and (%s);
                    if to_old and %s then
                %s    end if;
                  end if;
                  if to_new then
                %s  elsif to_old then
                %s  end if;
                  return new;
                end
                """
                .formatted(
                        given(fresh, defaults),
                        given(old, defaults),
                        changed(reads.values(), plain),
                        changed(fresh, plain),
                        fresh.stream()
                                .map(column -> "old." + column.sql() + " is null")
                                .collect(Collectors.joining(" and ")),
                        assign(filled(), "      "),
                        assign(set, "    "),
                        assign(reverse, "    "));
    }

    /**
     * For the time when applications of both versions write. Where a write changes new columns, they win, and the old ones are computed
     * from them; where it does not, the new ones are computed when the old side changed or nobody has done the row yet. A row that comes
     * without its mark was written before, and only moves to another partition.
     */
    String marked(
            Collection<String> forwardReads, Map<String, String> defaults, Collection<String> plain, String marker) {
        Map<String, PlannedColumn> reads = reads(forwardReads);
        List<PlannedColumn> fresh = fresh();
        return """

                #variable_conflict use_column
                declare
                  by_new boolean;
                begin
                  if tg_op = 'INSERT' then
                    if not new.%1$s then
                      return new;
                    end if;
                    by_new := %2$s;
                    if by_new and (%3$s) then
                %4$s    end if;
                  else
                    by_new := %5$s;
                    if by_new and old.%1$s then
                %6$s    end if;
                  end if;
                  if by_new then
                %7$s  elsif tg_op = 'INSERT' or old.%1$s or %8$s then
                %9$s  end if;
                  new.%1$s := false;
                  return new;
                end
                """
                .formatted(
                        marker,
                        given(fresh, defaults),
                        reads.isEmpty() ? "false" : given(reads.values(), defaults),
                        assign(unless(column -> given(List.of(column), defaults)), "      "),
                        changed(fresh, plain),
                        assign(unless(column -> changed(List.of(column), plain)), "      "),
                        reverse.isEmpty() ? "    null;\n" : assign(reverse, "    "),
                        reads.isEmpty() ? "false" : changed(reads.values(), plain),
                        assign(set, "    "));
    }

    /** What the writer gave stays, the rest is computed. */
    private Map<Identifier, String> unless(Function<PlannedColumn, String> gave) {
        Map<Identifier, String> filled = new LinkedHashMap<>();
        set.forEach((name, expression) -> {
            PlannedColumn column = column(name.text());
            filled.put(
                    name,
                    "case when " + gave.apply(column) + " then new." + column.sql() + " else "
                            + Fragment.inBrackets(expression) + "::" + column.storedAs() + " end");
        });
        return filled;
    }

    private Map<String, PlannedColumn> reads(Collection<String> forwardReads) {
        Map<String, PlannedColumn> reads = new TreeMap<>();
        reverse.keySet().forEach(name -> reads.put(name.text(), column(name.text())));
        forwardReads.stream()
                .filter(name -> !set.containsKey(new Identifier(name)))
                .forEach(name -> reads.put(name, column(name)));
        return reads;
    }

    private List<PlannedColumn> fresh() {
        return set.keySet().stream().map(name -> column(name.text())).toList();
    }

    /** What the writer gave stays, the rest is computed. */
    private Map<Identifier, String> filled() {
        Map<Identifier, String> filled = new LinkedHashMap<>();
        set.forEach((name, expression) -> {
            PlannedColumn column = column(name.text());
            filled.put(
                    name,
                    "coalesce(new." + column.sql() + ", " + Fragment.inBrackets(expression) + "::" + column.storedAs()
                            + ")");
        });
        return filled;
    }

    private String assign(Map<Identifier, String> to, String indent) {
        String expressions =
                to.values().stream().map(Fragment::inBrackets).collect(Collectors.joining(",\n" + indent + "       "));
        String targets =
                to.keySet().stream().map(name -> "new." + Quoting.name(name)).collect(Collectors.joining(", "));
        return indent + "select " + expressions + "\n" + indent + "  into " + targets + "\n" + indent
                + "  from (select new.*) as " + Quoting.name(table.name()) + ";\n";
    }

    private static String given(Collection<PlannedColumn> columns, Map<String, String> defaults) {
        return columns.stream()
                .map(column -> {
                    String standard = defaults.get(column.name());
                    String there = "new." + column.sql() + " is not null";
                    return standard == null
                            ? there
                            : there + " and new." + column.sql() + " is distinct from " + Fragment.inBrackets(standard)
                                    + "::" + column.storedAs();
                })
                .collect(Collectors.joining(" or "));
    }

    private static String changed(Collection<PlannedColumn> columns, Collection<String> plain) {
        return columns.stream()
                .map(column -> {
                    String as = plain.contains(column.name()) ? "::text" : "";
                    return "new." + column.sql() + as + " is distinct from old." + column.sql() + as;
                })
                .collect(Collectors.joining(" or "));
    }

    private PlannedColumn column(String name) {
        PlannedColumn column = columns.get(name);
        if (column == null) {
            throw new IllegalArgumentException("no column " + name);
        }
        return column;
    }
}
