package dev.lockkeeper.target.mysql;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.plan.Identifier;
import dev.lockkeeper.plan.Step.Guard;
import dev.lockkeeper.plan.TableName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The texts that walk the rows of one table by its key. What a reviewer sees and what is sent differ in one thing only: where the review
 * has {@code $1}, the text that is sent has the key's value as a literal of the column's type.
 *
 * <p>A range is after {@code lo}, up to and with {@code hi}; both are the key's columns as the server's own texts.
 */
final class RowsSql {

    private record SetColumn(PlannedColumn column, String expression) {}

    private final String table;
    private final String index;
    private final List<KeyColumn> key;
    private final List<SetColumn> set;
    /** Columns that every update would bump: set to what they are, they stand still. */
    private final List<String> still;

    private final Guard guard;

    private RowsSql(
            String table, String index, List<KeyColumn> key, List<SetColumn> set, List<String> still, Guard guard) {
        this.table = table;
        this.index = index;
        this.key = List.copyOf(key);
        this.set = List.copyOf(set);
        this.still = List.copyOf(still);
        this.guard = guard;
    }

    /**
     * @param table with its database
     * @param columns by name, whatever its case, as {@link PlannedColumn#read} gives them
     * @throws Failure {@code missing-object} when a column is not there, {@code unsupported} without a key, for a key of a type that
     *     cannot be walked by, for a column of the key that is set, for expressions that name each other's columns in a circle
     */
    static RowsSql of(
            TableName table,
            WalkKey key,
            Map<String, PlannedColumn> columns,
            Map<Identifier, String> set,
            Guard guard) {
        if (key.columns().isEmpty()) {
            throw new Failure(
                    Code.UNSUPPORTED, "Table '" + table + "' has no key to walk it by.", "Add a primary key first.");
        }
        String bare = Quoting.name(table.name());
        List<KeyColumn> keyColumns = key.columns().stream()
                .map(name -> new KeyColumn(bare, there(table, columns, name)))
                .toList();
        List<SetColumn> setColumns = new ArrayList<>();
        Assignments.ordered(set).forEach((name, expression) -> {
            PlannedColumn column = there(table, columns, name.text());
            refuseKey(table, keyColumns, column);
            setColumns.add(new SetColumn(column, inBrackets(expression)));
        });
        List<String> still = columns.values().stream()
                .filter(PlannedColumn::bumped)
                .filter(column ->
                        setColumns.stream().noneMatch(one -> one.column().equals(column)))
                .map(PlannedColumn::sql)
                .toList();
        return new RowsSql(Quoting.name(table), Quoting.name(key.index()), keyColumns, setColumns, still, guard);
    }

    private static PlannedColumn there(TableName table, Map<String, PlannedColumn> columns, String name) {
        PlannedColumn column = columns.get(name);
        if (column == null) {
            throw new Failure(
                    Code.MISSING_OBJECT,
                    "Table '" + table + "' has no column '" + name + "'. Nothing was written.",
                    "Somebody changed the table since the plan was resolved; compare it with the migration.");
        }
        return column;
    }

    /** A row that is moved in the order of the walk may be met twice, or never. */
    private static void refuseKey(TableName table, List<KeyColumn> key, PlannedColumn column) {
        if (key.stream().anyMatch(part -> part.column().equals(column))) {
            throw new Failure(
                    Code.UNSUPPORTED,
                    "Column '" + column.name() + "' is part of the key by which '" + table
                            + "' is walked, so the walk cannot set it.",
                    "Fill a new column, and make it the key in a later migration.");
        }
    }

    /** Safe against a line comment at its end. */
    private static String inBrackets(String expression) {
        String text = expression.strip();
        return "(" + text + (text.contains("--") || text.contains("#") ? "\n)" : ")");
    }

    /** Writes a chunk; its row count is the number of rows that had to be written. */
    String write(@Nullable List<String> lo, List<String> hi) {
        return writeWhere(between(lo, hi));
    }

    /** Sets the columns of a chunk to null. */
    String clear(@Nullable List<String> lo, List<String> hi) {
        return clearWhere(between(lo, hi));
    }

    /** Writes the one row of that key. */
    String writeOne(List<String> one) {
        return writeWhere(at(one));
    }

    /** Sets the columns of the one row of that key to null. */
    String clearOne(List<String> one) {
        return clearWhere(at(one));
    }

    /** One row: how many rows there are in the range, and how many of them differ from the expressions. */
    String compare(@Nullable List<String> lo, List<String> hi) {
        return compareWhere(between(lo, hi));
    }

    /** How many rows there are in the range. */
    String count(@Nullable List<String> lo, List<String> hi) {
        return "select count(*) from " + walked() + "\nwhere " + between(lo, hi);
    }

    /** How many rows there are in the range, counted no further than the limit. */
    String countUpTo(@Nullable List<String> lo, List<String> hi, int limit) {
        return "select count(*) from (select 1 from " + walked() + "\nwhere " + between(lo, hi) + " limit " + limit
                + ") as counted";
    }

    /** The first keys that differ, each column of the key as text. */
    String differing(@Nullable List<String> lo, List<String> hi, int limit) {
        return "select " + keyTexts() + " from " + walked() + "\nwhere " + between(lo, hi) + "\n  and not (" + same()
                + ")\norder by " + keys(KeyColumn::qualified) + " limit " + limit;
    }

    /** The key of the {@code rows}-th row after {@code lo}; no row when there are fewer up to {@code hi}. */
    String probe(@Nullable List<String> lo, List<String> hi, long rows) {
        return "select " + keyTexts() + " from " + walked() + "\nwhere " + between(lo, hi) + "\norder by "
                + keys(KeyColumn::qualified) + " limit 1 offset " + (rows - 1);
    }

    /** The highest key; no row for an empty table. */
    String last() {
        return "select " + keyTexts() + " from " + walked() + "\norder by "
                + keys(column -> column.qualified() + " desc") + " limit 1";
    }

    /** The first key of the range behind all rows that begin with these values. */
    String behind(List<String> prefix, @Nullable List<String> lo, List<String> hi) {
        return "select " + keyTexts() + " from " + walked() + "\nwhere " + between(lo, hi) + "\n  and "
                + Ranges.after(prefix.size(), Ranges.values(key, prefix)) + "\norder by "
                + keys(KeyColumn::qualified) + " limit 1";
    }

    /** The first or the last key of the range of those that begin with these values, which may be none. */
    String edge(List<String> prefix, @Nullable List<String> lo, List<String> hi, boolean last) {
        return "select " + keyTexts() + " from " + walked() + "\nwhere " + between(lo, hi)
                + (prefix.isEmpty() ? "" : "\n  and " + Ranges.at(prefix.size(), Ranges.values(key, prefix)))
                + "\norder by " + keys(column -> column.qualified() + (last ? " desc" : "")) + " limit 1";
    }

    /**
     * The server's plan for reading the range, whose estimate of rows is from a dive into the index.
     *
     * @param lo may have fewer columns than the key, as may {@code hi}
     */
    String explain(@Nullable List<String> lo, List<String> hi) {
        return "explain format=traditional select 1 from " + walked() + "\nwhere "
                + (lo == null ? "" : Ranges.after(lo.size(), Ranges.values(key, lo)) + "\n  and ")
                + Ranges.upTo(hi.size(), Ranges.values(key, hi));
    }

    /** The key that a row of an answer begins with. */
    List<String> key(ResultSet row) throws SQLException {
        List<String> texts = new ArrayList<>();
        for (int i = 1; i <= key.size(); i++) {
            texts.add(row.getString(i));
        }
        return texts;
    }

    List<KeyColumn> keyColumns() {
        return key;
    }

    String shownWrite() {
        return writeWhere(shownRange());
    }

    String shownClear() {
        return clearWhere(shownRange());
    }

    String shownCompare() {
        return compareWhere(shownRange());
    }

    private String writeWhere(String range) {
        String text = update(column -> column.expression()) + "\nwhere " + range;
        return switch (guard) {
            case MISMATCH -> text + "\n  and not (" + same() + ")";
            case NULL ->
                text
                        + set.stream()
                                .map(one -> "\n  and " + one.column().sql() + " is null")
                                .collect(Collectors.joining());
            case NONE -> text;
            case MARKER ->
                throw new Failure(
                        Code.NOT_YET,
                        "guard: marker is not supported yet on MySQL and MariaDB.",
                        "Use mismatch, or null.");
        };
    }

    private String clearWhere(String range) {
        return update(column -> "null") + "\nwhere " + range + "\n  and "
                + set.stream()
                        .map(one -> one.column().sql() + " is not null")
                        .collect(Collectors.joining(" or ", "(", ")"));
    }

    private String compareWhere(String range) {
        return "select count(*), coalesce(sum(not (" + same() + ")), 0)\nfrom " + walked() + "\nwhere " + range;
    }

    private String update(Function<SetColumn, String> value) {
        List<String> sets = new ArrayList<>();
        set.forEach(one -> sets.add(one.column().sql() + " = " + value.apply(one)));
        still.forEach(column -> sets.add(column + " = " + column));
        return "update " + walked() + "\nset " + String.join(",\n    ", sets);
    }

    private String walked() {
        return table + " force index (" + index + ")";
    }

    private String same() {
        return set.stream().map(RowsSql::same).collect(Collectors.joining(" and "));
    }

    private static String same(SetColumn one) {
        if (!Stored.comparable(one.column())) {
            throw new Failure(
                    Code.UNSUPPORTED,
                    "Values of type " + one.column().type() + " cannot be compared (column '"
                            + one.column().name() + "').",
                    "Backfill with guard: null, and verify with an assert.");
        }
        return Stored.same(one.column(), one.expression());
    }

    private String between(@Nullable List<String> lo, List<String> hi) {
        return Ranges.between(key.size(), lo == null ? null : Ranges.values(key, lo), Ranges.values(key, hi));
    }

    private String at(List<String> one) {
        return Ranges.at(key.size(), Ranges.values(key, one));
    }

    private String shownRange() {
        return Ranges.between(key.size(), Ranges.placeholders(key, 1), Ranges.placeholders(key, 1 + key.size()));
    }

    /** With names of their own: {@code order by id} would mean the output column, a text, and sort 10 before 9. */
    private String keyTexts() {
        return IntStream.range(0, key.size())
                .mapToObj(i -> key.get(i).text() + " as key_" + (i + 1))
                .collect(Collectors.joining(", "));
    }

    private String keys(Function<KeyColumn, String> part) {
        return key.stream().map(part).collect(Collectors.joining(", "));
    }
}
