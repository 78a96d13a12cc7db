package dev.lockkeeper.target.mysql;

import dev.lockkeeper.target.mysql.Tokens.Kind;
import dev.lockkeeper.target.mysql.Tokens.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What follows a column's name in the server's own words: type, default, comment, character set, {@code on update}. {@code modify} takes
 * away whatever is not repeated, so nothing but the nullability may be touched.
 */
record ColumnDefinition(String text) {

    /** What may follow a type; the first of them is where {@code null} or {@code not null} belongs on both servers. */
    private static final Set<String> ATTRIBUTES = Set.of(
            "default",
            "on",
            "comment",
            "check",
            "auto_increment",
            "invisible",
            "visible",
            "generated",
            "with",
            "without",
            "storage",
            "column_format",
            "not",
            "null",
            "virtual",
            "stored",
            "persistent",
            "unique",
            "ref_system_id",
            "srid");

    String notNull() {
        return with("not null");
    }

    String nullable() {
        return with("null");
    }

    /** The expression of its default; empty for none and for {@code null}. */
    Optional<String> defaultSql() {
        List<Token> tokens = Tokens.of(text);
        int at = top(tokens, "default");
        if (at < 0 || tokens.get(at + 1).is("null")) {
            return Optional.empty();
        }
        int end = at + 1;
        int depth = 0;
        while (end < tokens.size() && (depth > 0 || end == at + 1 || !ends(tokens.get(end)))) {
            depth += tokens.get(end).is("(") ? 1 : tokens.get(end).is(")") ? -1 : 0;
            end++;
        }
        return Optional.of(
                text.substring(tokens.get(at + 1).from(), tokens.get(end - 1).to()));
    }

    private static boolean ends(Token token) {
        return token.kind() == Kind.EXECUTED_COMMENT
                || (token.kind() == Kind.WORD && ATTRIBUTES.contains(token.lower()));
    }

    private String with(String nullability) {
        List<Token> tokens = new ArrayList<>(Tokens.of(text));
        drop(tokens, "default", "null");
        drop(tokens, "not", "null");
        drop(tokens, "null");
        StringBuilder built = new StringBuilder();
        boolean placed = false;
        int depth = 0;
        int end = 0;
        for (Token token : tokens) {
            if (!placed && depth == 0 && token.kind() == Kind.WORD && ATTRIBUTES.contains(token.lower())) {
                built.append(' ').append(nullability);
                placed = true;
            }
            depth += token.is("(") ? 1 : token.is(")") ? -1 : 0;
            built.append(!built.isEmpty() && token.from() > end ? " " : "").append(token.text());
            end = token.to();
        }
        return placed ? built.toString() : built + " " + nullability;
    }

    private static void drop(List<Token> tokens, String... words) {
        int at = top(tokens, words);
        if (at >= 0) {
            tokens.subList(at, at + words.length).clear();
        }
    }

    /** Where the words stand outside brackets, -1 when they do not. */
    private static int top(List<Token> tokens, String... words) {
        int depth = 0;
        for (int i = 0; i + words.length <= tokens.size(); i++) {
            depth += tokens.get(i).is("(") ? 1 : tokens.get(i).is(")") ? -1 : 0;
            boolean all = depth == 0;
            for (int k = 0; k < words.length && all; k++) {
                all = tokens.get(i + k).kind() == Kind.WORD && tokens.get(i + k).is(words[k]);
            }
            if (all) {
                return i;
            }
        }
        return -1;
    }
}
