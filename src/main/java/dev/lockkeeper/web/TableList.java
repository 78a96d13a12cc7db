package dev.lockkeeper.web;

import dev.lockkeeper.target.TableSummary;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The tables of a target as a page lists them. The target gives all at once, so sorting and filtering cost it nothing.
 *
 * @param sort {@code size}, {@code rows} or {@code name}
 * @param query what the name has in it, null for any
 * @param all how many there are, {@code found} how many match
 * @param after cursor of the next page, null on the last
 */
record TableList(
        String sort, @Nullable String query, int all, int found, List<TableSummary> page, @Nullable String after) {
    static final int PAGE = 50;

    /** Sizes and rows with the largest first; a table without an estimate has the least. */
    private static final Comparator<TableSummary> BY_NAME = Comparator.comparing(TableList::name);

    private static final Comparator<TableSummary> BY_ROWS =
            Comparator.comparingLong(TableList::rows).reversed().thenComparing(BY_NAME);
    private static final Comparator<TableSummary> BY_SIZE =
            Comparator.comparingLong(TableSummary::bytes).reversed().thenComparing(BY_NAME);

    TableList {
        page = List.copyOf(page);
    }

    /** @param after the name of the last table of the page before; one that has gone since begins again */
    static TableList of(
            List<TableSummary> tables, @Nullable String sort, @Nullable String query, @Nullable String after) {
        String by = sort != null && (sort.equals("name") || sort.equals("rows")) ? sort : "size";
        String part = query == null ? "" : query.toLowerCase(Locale.ROOT);
        List<TableSummary> found = tables.stream()
                .filter(table -> name(table).toLowerCase(Locale.ROOT).contains(part))
                .sorted(
                        switch (by) {
                            case "name" -> BY_NAME;
                            case "rows" -> BY_ROWS;
                            default -> BY_SIZE;
                        })
                .toList();
        int from =
                after == null ? 0 : found.stream().map(TableList::name).toList().indexOf(after) + 1;
        int to = Math.min(found.size(), from + PAGE);
        List<TableSummary> page = found.subList(from, to);
        return new TableList(
                by, query, tables.size(), found.size(), page, to < found.size() ? name(page.getLast()) : null);
    }

    private static long rows(TableSummary table) {
        Long rows = table.estimatedRows();
        return rows == null ? -1 : rows;
    }

    static String name(TableSummary table) {
        return table.schema() + "." + table.name();
    }

    /** Of an address with the same filter. @param by what to sort by, {@code size} is left out; @param from cursor, null for the first page */
    public String parameters(String by, @Nullable String from) {
        return Address.parameters("sort", by.equals("size") ? null : by, "query", query, "after", from);
    }

    /** For the glance on the target's own page. */
    TableList few(int most) {
        return new TableList(
                sort, query, all, found, page.subList(0, Math.min(most, page.size())), page.size() > most ? "" : null);
    }
}
