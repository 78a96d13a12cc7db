package dev.lockkeeper.target.postgres;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.plan.Identifier;
import dev.lockkeeper.plan.Step.Guard;
import dev.lockkeeper.target.RowsWork;
import dev.lockkeeper.target.TableShape;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The texts that walk the rows of one table by its key. What a reviewer sees and what is sent differ in one thing only: where the review
 * has {@code $1}, the text that is sent has the key's value as a literal of the key's type. So they are sent as plain statements: a
 * prepared one would take the {@code ?} of {@code jsonb} for a parameter.
 *
 * <p>A range is after {@code lo}, up to and with {@code hi}; both are the key's columns as the server's own texts.
 *
 * <p>A table without a key is walked where its rows lie: its key is {@code ctid}, and ranges end where a block does, {@code (7,0)} being
 * the place before the first row of the block 7. See {@link Blocks}.
 */
final class RowsSql {

    private static final Set<String> HAVE_MAX = Set.of(
            "smallint",
            "integer",
            "bigint",
            "numeric",
            "date",
            "timestamp without time zone",
            "timestamp with time zone",
            "text",
            "character varying");

    private record KeyColumn(String sql, String qualified, String type) {}

    /**
     * @param storedAs see {@link PlannedColumn#storedAs}
     * @param comparable how values of a type without equality are compared, else empty
     */
    private record SetColumn(String sql, String expression, String storedAs, String comparable) {

        String stored() {
            return sql + comparable;
        }

        String wanted() {
            return expression + "::" + storedAs + comparable;
        }
    }

    private final String table;
    private final List<KeyColumn> key;
    private final List<SetColumn> set;
    private final Guard guard;
    private final @Nullable String marker;
    private final @Nullable Blocks blocks;

    private RowsSql(
            PlannedTable table, List<KeyColumn> key, List<SetColumn> set, Guard guard, @Nullable Identifier marker) {
        this.table = table.sql();
        this.key = List.copyOf(key);
        this.set = List.copyOf(set);
        this.guard = guard;
        this.marker = marker == null ? null : Quoting.name(marker);
        this.blocks = table.key().isEmpty() ? new Blocks(table.sql()) : null;
    }

    /** For the work on a table that is there, as the plan's step was resolved. */
    static RowsSql of(Connection connection, TableShape shape, RowsWork work) {
        PlannedTable table = new PlannedTable(shape.schema(), new Identifier(shape.name()), shape.key(), false, false);
        try {
            return of(
                    table,
                    PlannedColumn.read(new Sending(connection), table.regclass()),
                    work.set(),
                    work.guard(),
                    work.marker());
        } catch (SQLException e) {
            throw SqlFailures.of("reading the columns of " + table, e);
        }
    }

    /**
     * @param marker see {@link RowsWork#marker}
     * @throws Failure {@code missing-object} when a column is not there
     */
    static RowsSql of(
            PlannedTable table,
            Map<String, PlannedColumn> columns,
            Map<Identifier, String> set,
            Guard guard,
            @Nullable Identifier marker) {
        if (marker != null) {
            there(table, columns, marker.text());
        }
        List<SetColumn> setColumns = new ArrayList<>();
        set.forEach((name, expression) -> {
            PlannedColumn column = there(table, columns, name.text());
            setColumns.add(new SetColumn(
                    column.sql(),
                    Fragment.inBrackets(expression),
                    column.storedAs(),
                    column.comparedAsText() ? "::text" : ""));
        });
        return new RowsSql(table, key(table, columns), setColumns, guard, marker);
    }

    private static List<KeyColumn> key(PlannedTable table, Map<String, PlannedColumn> columns) {
        String bare = Quoting.name(table.name());
        return table.key().isEmpty()
                ? List.of(new KeyColumn(Blocks.PLACE, bare + "." + Blocks.PLACE, "tid"))
                : table.key().stream()
                        .map(name -> there(table, columns, name))
                        .map(column -> new KeyColumn(column.sql(), bare + "." + column.sql(), column.type()))
                        .toList();
    }

    private static PlannedColumn there(PlannedTable table, Map<String, PlannedColumn> columns, String name) {
        PlannedColumn column = columns.get(name);
        if (column == null) {
            throw new Failure(
                    Code.MISSING_OBJECT,
                    "Table '" + table + "' has no column '" + name + "'. Nothing was written.",
                    "Somebody changed the table since the plan was resolved; compare it with the migration.");
        }
        return column;
    }

    /** Writes a chunk; its row count is the number of rows that had to be written. */
    String write(@Nullable List<String> lo, List<String> hi) {
        return write(between(lo, hi));
    }

    /** Sets the columns of a chunk to null. */
    String clear(@Nullable List<String> lo, List<String> hi) {
        return clear(between(lo, hi));
    }

    /** One row: how many rows there are in the range, and how many of them differ from the expressions. */
    String compare(@Nullable List<String> lo, List<String> hi) {
        return compare(between(lo, hi));
    }

    /**
     * Whether the end of a chunk can be found while its rows are compared: the server has {@code max} for a key of one column of this
     * type. For several columns, and for uuid, it has one from 18 on only; those are probed for.
     */
    boolean comparesUpTo() {
        return blocks == null && key.size() == 1 && HAVE_MAX.contains(baseType(key.getFirst()));
    }

    /**
     * One row: how many rows of the range were looked at, how many of them differ, and the last one's key. The rows are read once, where a
     * probe for the chunk's end and the comparison read them twice.
     *
     * @param rows at most, in the order of the key
     */
    String compareUpTo(@Nullable List<String> lo, List<String> hi, int rows) {
        return compareUpTo(between(lo, hi), String.valueOf(rows));
    }

    private String compareUpTo(String range, String rows) {
        String column = key.getFirst().qualified();
        return "select count(*), count(*) filter (where differs), max(key_1)::text\n  from (select " + column
                + " as key_1, " + mismatch() + " as differs from " + table + "\nwhere " + range
                + "\norder by " + column + " limit " + rows + ") as chunk";
    }

    /** Without length, precision and scale. */
    private static String baseType(KeyColumn column) {
        return column.type().replaceAll("\\(.*?\\)", "");
    }

    /** Writes the one row of that key. */
    String writeOne(List<String> one) {
        return write(at(one));
    }

    /** Sets the columns of the one row of that key to null. */
    String clearOne(List<String> one) {
        return clear(at(one));
    }

    /** How many rows there are in the range, counted no further than the limit. */
    String countUpTo(@Nullable List<String> lo, List<String> hi, int limit) {
        return "select count(*) from (select 1 from " + table + "\nwhere " + between(lo, hi) + " limit " + limit
                + ") as counted";
    }

    /**
     * The key in the middle of the range, judged by a sample of whole pages; no row when fewer than {@code least} rows of the range are
     * in the sample.
     */
    String sampledMiddle(@Nullable List<String> lo, List<String> hi, double percent, int least) {
        return "select " + names() + " from (select " + keyTexts() + ", row_number() over (order by "
                + keys(KeyColumn::qualified) + ") as n, count(*) over () as total\n  from " + table
                + " tablesample system (" + percent + ") where " + between(lo, hi)
                + ") as sample\nwhere n = total / 2 and total >= " + least;
    }

    /** How many rows there are in the range. */
    String count(@Nullable List<String> lo, List<String> hi) {
        return "select count(*) from " + table + "\nwhere " + between(lo, hi);
    }

    /** The first keys that differ, each column of the key as text. */
    String differing(@Nullable List<String> lo, List<String> hi, int limit) {
        return "select " + keyTexts() + " from " + table + "\nwhere " + between(lo, hi) + "\n  and " + mismatch()
                + "\norder by " + keys(KeyColumn::qualified) + " limit " + limit;
    }

    /** The key of the {@code rows}-th row after {@code lo}; no row when there are fewer up to {@code hi}. */
    String probe(@Nullable List<String> lo, List<String> hi, int rows) {
        return blocks != null
                ? blocks.probe(between(lo, hi), rows)
                : "select " + keyTexts() + " from " + table + "\nwhere " + between(lo, hi) + "\norder by "
                        + keys(KeyColumn::qualified) + " offset " + (rows - 1) + " limit 1";
    }

    /** The highest key; no row for an empty table. */
    String last() {
        if (blocks != null) {
            return blocks.last();
        }
        String descending =
                key.stream().map(column -> column.qualified() + " desc").collect(Collectors.joining(", "));
        return "select " + keyTexts() + " from " + table + "\norder by " + descending + " limit 1";
    }

    /**
     * The keys that divide the table into so many parts of about the same number of rows, judged by a sample of whole pages.
     *
     * @param percent of the table's pages
     */
    String borders(int parts, double percent) {
        if (blocks != null) {
            return blocks.borders(parts);
        }
        return "select " + names() + " from (select " + keyTexts() + ", row_number() over (order by "
                + keys(KeyColumn::qualified)
                + ") as n, count(*) over () as total\n  from " + table + " tablesample system (" + percent
                + ")) as sample\nwhere n < total and n * "
                + parts + " / total <> (n - 1) * " + parts + " / total\norder by n";
    }

    private String names() {
        return IntStream.range(0, key.size()).mapToObj(i -> "key_" + (i + 1)).collect(Collectors.joining(", "));
    }

    /** The key that a row of an answer begins with. */
    List<String> key(ResultSet row) throws SQLException {
        List<String> texts = new ArrayList<>();
        for (int i = 1; i <= key.size(); i++) {
            texts.add(row.getString(i));
        }
        return texts;
    }

    /** Whether the table has no key, so that a chunk is whole blocks and a row of it has no name that stays. */
    boolean byBlocks() {
        return blocks != null;
    }

    String shownWrite() {
        return write(shownRange());
    }

    String shownClear() {
        return clear(shownRange());
    }

    String shownCompare() {
        return comparesUpTo() ? compareUpTo(shownRange(), "$3") : compare(shownRange());
    }

    private String write(String range) {
        String sets = set.stream()
                .map(column -> column.sql() + " = " + column.expression())
                .collect(Collectors.joining(",\n    "));
        String done = guard == Guard.MARKER ? ",\n    " + marker() + " = false" : "";
        String text = "update " + table + "\nset " + sets + done + "\nwhere " + range;
        return switch (guard) {
            case MISMATCH -> text + "\n  and " + mismatch();
            case NULL ->
                text
                        + set.stream()
                                .map(column -> "\n  and " + column.sql() + " is null")
                                .collect(Collectors.joining());
            case NONE -> text;
            case MARKER -> text + "\n  and " + marker();
        };
    }

    private String marker() {
        return Objects.requireNonNull(marker);
    }

    private String clear(String range) {
        return "update " + table + "\nset "
                + set.stream().map(column -> column.sql() + " = null").collect(Collectors.joining(", "))
                + (marker == null ? "" : ", " + marker + " = true")
                + "\nwhere " + range + "\n  and "
                + set.stream()
                        .map(column -> column.sql() + " is not null")
                        .collect(Collectors.joining(" or ", "(", marker == null ? ")" : " or not " + marker + ")"));
    }

    private String compare(String range) {
        return "select count(*), count(*) filter (where " + mismatch() + ")\nfrom " + table + "\nwhere " + range;
    }

    /** Compares what the column would store, not what the expression gives. With a marker, what it says: new = f(old) need not hold then. */
    private String mismatch() {
        if (guard == Guard.MARKER) {
            return marker();
        }
        String wanted = set.stream().map(SetColumn::wanted).collect(Collectors.joining(", "));
        return set.size() == 1
                ? set.getFirst().stored() + " is distinct from " + wanted
                : set.stream().map(SetColumn::stored).collect(Collectors.joining(", ", "(", ")"))
                        + " is distinct from (" + wanted + ")";
    }

    private String range(@Nullable List<String> lo, List<String> hi) {
        String columns = row(key.stream().map(KeyColumn::sql).toList());
        String upTo = columns + " <= " + row(hi);
        return lo == null ? upTo : columns + " > " + row(lo) + " and " + upTo;
    }

    private String at(List<String> one) {
        return row(key.stream().map(KeyColumn::sql).toList()) + " = " + row(literals(one));
    }

    private String between(@Nullable List<String> lo, List<String> hi) {
        return range(lo == null ? null : literals(lo), literals(hi));
    }

    private String shownRange() {
        return range(placeholders(1), placeholders(1 + key.size()));
    }

    private List<String> placeholders(int first) {
        return IntStream.range(0, key.size())
                .mapToObj(i -> "$" + (first + i) + "::" + key.get(i).type())
                .toList();
    }

    private List<String> literals(List<String> values) {
        return IntStream.range(0, key.size())
                .mapToObj(
                        i -> Quoting.literal(values.get(i)) + "::" + key.get(i).type())
                .toList();
    }

    private static String row(List<String> parts) {
        return parts.size() == 1 ? parts.getFirst() : "(" + String.join(", ", parts) + ")";
    }

    /** With names of their own: {@code order by id} would mean the output column {@code id::text}, and sort 10 before 9. */
    private String keyTexts() {
        return IntStream.range(0, key.size())
                .mapToObj(i -> key.get(i).qualified() + "::text as key_" + (i + 1))
                .collect(Collectors.joining(", "));
    }

    private String keys(Function<KeyColumn, String> part) {
        return key.stream().map(part).collect(Collectors.joining(", "));
    }
}
