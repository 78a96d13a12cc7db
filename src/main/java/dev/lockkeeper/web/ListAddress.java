package dev.lockkeeper.web;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriUtils;

/**
 * The address of a list as it is narrowed and sorted, and those that its links lead to. A list is sorted by {@code sort=title}, downwards
 * by {@code sort=-title}.
 */
final class ListAddress {
    private static final String SORT = "sort";
    private static final String AFTER = "after";

    /** What does not narrow. */
    private static final Set<String> SHAPE = Set.of(SORT, AFTER, "view", "date");

    private final String path;
    private final String sorted;
    private final Map<String, String> params;

    private ListAddress(String path, String sorted, Map<String, String> params) {
        this.path = path;
        this.sorted = sorted;
        this.params = params;
    }

    /**
     * @param sorted how the list is sorted when nothing is said of it
     * @param asked the parameters of the request; only those that are known are kept
     */
    static ListAddress of(String path, String sorted, Set<String> known, Map<String, String> asked) {
        Map<String, String> kept = new LinkedHashMap<>();
        asked.forEach((name, value) -> {
            String said = Forms.blankToNull(value);
            if (said != null && (known.contains(name) || name.equals(SORT) || name.equals(AFTER))) {
                kept.put(name, said);
            }
        });
        return new ListAddress(path, sorted, kept);
    }

    /** Null when it is not asked for. */
    public @Nullable String get(String name) {
        return params.get(name);
    }

    public @Nullable String after() {
        return params.get(AFTER);
    }

    public String sort() {
        return params.getOrDefault(SORT, sorted);
    }

    /** Null for the order that holds when nothing is said of it. */
    public @Nullable String ownSort() {
        return params.get(SORT);
    }

    /** Whether anything is left out. */
    public boolean narrowed() {
        return params.keySet().stream().anyMatch(name -> !SHAPE.contains(name));
    }

    /** The same from its first page on, with another value. @param value null to leave it out */
    public String with(String name, @Nullable String value) {
        Map<String, String> other = new LinkedHashMap<>(params);
        other.remove(AFTER);
        other.remove(name);
        if (value != null) {
            other.put(name, value);
        }
        return address(path, other);
    }

    /** A calendar at another day. */
    public String on(LocalDate date) {
        return with("date", date.toString());
    }

    /** A calendar's week. @param date a day in it */
    public String week(LocalDate date) {
        Map<String, String> other = new LinkedHashMap<>(params);
        other.put("view", "week");
        other.put("date", date.toString());
        return address(path, other);
    }

    /** The runs of a day of a calendar, narrowed as it is. */
    public String runsOf(LocalDate date) {
        Map<String, String> other = new LinkedHashMap<>(params);
        other.keySet().removeAll(SHAPE);
        other.put("from", date.toString());
        other.put("to", date.toString());
        return address("/runs", other);
    }

    public String first() {
        return with(AFTER, null);
    }

    public String next(String after) {
        return with(AFTER, after);
    }

    /** Everything, sorted as it is. */
    public String cleared() {
        Map<String, String> shape = new LinkedHashMap<>(params);
        shape.keySet().removeIf(name -> !SHAPE.contains(name) || name.equals(AFTER));
        return address(path, shape);
    }

    /** By that column, or the other way round when it is sorted by it. @param first {@code title}, or {@code -title} for downwards first */
    public String sorted(String first) {
        String other = first.startsWith("-") ? first.substring(1) : "-" + first;
        String wanted = sort().equals(first) ? other : first;
        return with(SORT, wanted.equals(sorted) ? null : wanted);
    }

    /** For {@code aria-sort}; null when the list is not sorted by that column. */
    public @Nullable String aria(String column) {
        String name = column.startsWith("-") ? column.substring(1) : column;
        if (sort().equals(name)) {
            return "ascending";
        }
        return sort().equals("-" + name) ? "descending" : null;
    }

    private static String address(String path, Map<String, String> all) {
        return all.isEmpty()
                ? path
                : path + "?"
                        + all.entrySet().stream()
                                .map(each ->
                                        each.getKey() + "=" + UriUtils.encode(each.getValue(), StandardCharsets.UTF_8))
                                .collect(Collectors.joining("&"));
    }
}
