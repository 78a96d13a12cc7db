package dev.lockkeeper.target.mysql;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.plan.Identifier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The order in which an update sets columns. The expressions of a file speak of the row as it was, as in standard SQL; these servers
 * assign from left to right, and an expression sees what was assigned before it. So a column that another expression names is assigned
 * after it.
 *
 * <p>Names are looked for as words, those in texts too: a word too many only asks for an order that was not needed.
 */
final class Assignments {

    private static final Pattern WORD = Pattern.compile("`((?:[^`]|``)+)`|([\\p{L}\\p{N}_$]+)");

    private Assignments() {}

    /** @throws Failure {@code unsupported} when the expressions name each other's columns in a circle */
    static Map<Identifier, String> ordered(Map<Identifier, String> set) {
        Map<Identifier, Set<String>> words = new LinkedHashMap<>();
        set.forEach((column, expression) -> words.put(column, words(expression)));
        List<Identifier> left = new ArrayList<>(set.keySet());
        Map<Identifier, String> ordered = new LinkedHashMap<>();
        while (!left.isEmpty()) {
            Identifier next = left.stream()
                    .filter(column -> left.stream().noneMatch(other -> needs(other, column, words)))
                    .findFirst()
                    .orElseThrow(() -> circle(left));
            ordered.put(next, set.getOrDefault(next, ""));
            left.remove(next);
        }
        return ordered;
    }

    /** Whether the expression of {@code other} names the column, so that it has to come first. */
    private static boolean needs(Identifier other, Identifier column, Map<Identifier, Set<String>> words) {
        return !other.equals(column)
                && words.getOrDefault(other, Set.of()).contains(column.text().toLowerCase(Locale.ROOT));
    }

    private static Set<String> words(String expression) {
        Matcher word = WORD.matcher(expression);
        return word.results()
                .map(found ->
                        found.group(1) == null ? found.group(2) : found.group(1).replace("``", "`"))
                .map(text -> text.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }

    private static Failure circle(List<Identifier> columns) {
        String names = columns.stream().map(Identifier::text).collect(Collectors.joining("', '", "'", "'"));
        return new Failure(
                Code.UNSUPPORTED,
                "The expressions of " + names
                        + " name each other's columns in a circle. MySQL and MariaDB assign one column after the other, and the later"
                        + " expression would see the new value.",
                "Set them in two backfills, by way of a column of their own.");
    }
}
