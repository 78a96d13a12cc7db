package dev.lockkeeper.lint.postgres;

import dev.lockkeeper.lint.sql.Act;
import dev.lockkeeper.lint.sql.Parsed;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whether a clause that is made of an act says all that its author wrote. Acts leave out what no rule asks for, {@code on delete
 * cascade} and {@code nulls not distinct}; what is offered instead of a statement must not lose it.
 */
final class Written {
    private Written() {}

    /** Without what makes no difference: white space, quotes, capitals. */
    static String bare(String sql) {
        return sql.toLowerCase(Locale.ROOT).replaceAll("[\\s\"]+", "");
    }

    /** Whether the clause stands in the statement and nothing of its own behind it. */
    static boolean whole(Parsed statement, String clause) {
        String text = bare(statement.text());
        String wanted = bare(clause);
        for (int at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
            int end = at + wanted.length();
            if (end == text.length() || text.charAt(end) == ',') {
                return true;
            }
        }
        return false;
    }

    /** The clause, or all that a statement of one change has from its first word on; null when neither is all of it. */
    static @Nullable String all(Parsed statement, String clause) {
        if (whole(statement, clause)) {
            return clause;
        }
        boolean one = statement.act() instanceof Act.AlterTable alter
                && alter.alterations().size() == 1;
        String word = clause.substring(0, clause.indexOf(' '));
        String text = statement.text();
        for (int at = one ? find(text, word, 0) : -1; at >= 0; at = find(text, word, at + 1)) {
            if (bare(text.substring(at)).startsWith(bare(clause))) {
                return text.substring(at);
            }
        }
        return null;
    }

    private static int find(String text, String word, int from) {
        return text.toLowerCase(Locale.ROOT).indexOf(word, from);
    }
}
