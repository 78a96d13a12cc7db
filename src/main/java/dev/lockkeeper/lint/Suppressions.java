package dev.lockkeeper.lint;

import dev.lockkeeper.lint.sql.Parsed;
import dev.lockkeeper.plan.Suggestion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Suppressions in the comments before a statement: {@code -- lockkeeper: allow RULE because REASON}. */
final class Suppressions {

    private static final String MARK = "lockkeeper:";
    private static final String ALLOW = "allow ";
    private static final String BECAUSE = " because ";
    private static final String FORM = "Write it as: -- lockkeeper: allow RULE because REASON";

    private Suppressions() {}

    /** @param rules that count no more, @param reason why */
    record Allowed(String rule, String reason) {}

    /** @param wrong what is wrong with others, in sentences */
    record Found(List<Allowed> allowed, List<String> wrong) {
        static final Found NOTHING = new Found(List.of(), List.of());
    }

    static Found in(Parsed statement, Set<String> rules) {
        if (statement.comments().isEmpty()) {
            return Found.NOTHING;
        }
        List<Allowed> allowed = new ArrayList<>();
        List<String> wrong = new ArrayList<>();
        statement.comments().stream()
                .flatMap(String::lines)
                .map(Suppressions::plain)
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(MARK))
                .forEach(line -> read(line.substring(MARK.length()).strip(), rules, allowed, wrong));
        return new Found(allowed, wrong);
    }

    /** Without the stars that some put at the beginning of each line of a long comment. */
    private static String plain(String line) {
        String text = line.strip();
        return text.startsWith("*") ? text.substring(1).strip() : text;
    }

    private static void read(String text, Set<String> rules, List<Allowed> allowed, List<String> wrong) {
        if (!text.startsWith(ALLOW)) {
            wrong.add("'" + MARK + " " + text + "' is not understood. " + FORM);
            return;
        }
        int because = (text + " ").indexOf(BECAUSE);
        String reason = because < 0
                ? ""
                : (text + " ").substring(because + BECAUSE.length()).strip();
        if (reason.isEmpty()) {
            wrong.add("'" + MARK + " " + text + "' gives no reason, so it suppresses nothing. " + FORM);
            return;
        }
        List<String> named = Arrays.stream(text.substring(ALLOW.length(), Math.max(ALLOW.length(), because))
                        .split("[\\s,]+"))
                .filter(name -> !name.isEmpty())
                .toList();
        if (named.isEmpty()) {
            wrong.add("'" + MARK + " " + text + "' names no rule. " + FORM);
        }
        for (String name : named) {
            if (rules.contains(name)) {
                allowed.add(new Allowed(name, reason));
            } else {
                wrong.add(unknown(name, rules));
            }
        }
    }

    static String unknown(String name, Set<String> rules) {
        return "There is no rule '" + name + "' to suppress"
                + Suggestion.near(rules, name)
                        .map(near -> "; did you mean '" + near + "'?")
                        .orElse(".");
    }
}
