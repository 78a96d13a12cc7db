package dev.lockkeeper.target.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Says whether a piece of SQL that an author wrote stands by itself: closed quotes and brackets, and no semicolon. Only then may it be
 * put inside a statement of ours: {@code 1); drop table users; --} would otherwise run while a plan is merely looked at.
 *
 * <p>Reads as PostgreSQL's lexer does with {@code standard_conforming_strings}: quotes, {@code E'…'} with its continuation on another
 * line, dollar quotes, nested comments. Whatever it reads otherwise than the server is a way to hide a semicolon from it, so every
 * character beyond ASCII is part of a name here, as it is there, and a carriage return ends a line.
 */
final class Fragment {

    private final String sql;
    private int at;

    private Fragment(String sql) {
        this.sql = sql;
    }

    /** What is wrong with it, as the end of a sentence; empty when nothing is. */
    static Optional<String> problem(String sql) {
        return Optional.ofNullable(new Fragment(sql).read());
    }

    /** The statements of a text by their words: a comment is a blank, and what stands in quotes of any kind is left out. */
    static List<String> statements(String sql) {
        Fragment text = new Fragment(sql);
        List<String> statements = new ArrayList<>();
        StringBuilder statement = new StringBuilder();
        while (text.at < sql.length()) {
            int from = text.at;
            boolean ends = !text.skip();
            if (sql.charAt(from) == ';') {
                statements.add(statement.toString().strip());
                statement.setLength(0);
            } else if (ends || text.at > from + 1) {
                boolean comment = sql.startsWith("--", from) || sql.startsWith("/*", from);
                statement.append(comment ? " " : "''");
            } else {
                statement.append(sql.charAt(from));
            }
            if (ends) {
                break;
            }
        }
        statements.add(statement.toString().strip());
        return statements.stream().filter(one -> !one.isEmpty()).toList();
    }

    /** In brackets, safe against a line comment at its end. */
    static String inBrackets(String sql) {
        String text = sql.strip();
        return "(" + text + (text.contains("--") ? "\n)" : ")");
    }

    private @Nullable String read() {
        if (sql.isBlank()) {
            return "is empty";
        }
        StringBuilder open = new StringBuilder();
        while (at < sql.length()) {
            char c = sql.charAt(at);
            if (c == ';') {
                return "has a semicolon; one expression is wanted, not a statement";
            }
            if (c == '(' || c == '[') {
                open.append(c == '(' ? ')' : ']');
            } else if (c == ')' || c == ']') {
                if (open.isEmpty() || open.charAt(open.length() - 1) != c) {
                    return "closes a bracket that it did not open, at character " + (at + 1);
                }
                open.setLength(open.length() - 1);
            }
            if (!skip()) {
                return "has a quote or a comment that does not end";
            }
        }
        return open.isEmpty() ? null : "has a bracket that it does not close";
    }

    /** Moves past one character, quoted text or comment. False when it does not end. */
    private boolean skip() {
        char c = sql.charAt(at);
        if (c == '\'') {
            return quoted('\'', at > 0 && isEscape(at - 1));
        }
        if (c == '"') {
            return quoted('"', false);
        }
        if (sql.startsWith("--", at)) {
            at = afterLine(at);
            return true;
        }
        if (sql.startsWith("/*", at)) {
            return comment();
        }
        if (c == '$' && (at == 0 || !partOfName(sql.charAt(at - 1)))) {
            return dollar();
        }
        at++;
        return true;
    }

    private boolean isEscape(int before) {
        char c = sql.charAt(before);
        return (c == 'e' || c == 'E') && (before == 0 || !partOfName(sql.charAt(before - 1)));
    }

    private static boolean partOfName(char c) {
        return c == '_' || c == '$' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || digit(c) || c > 0x7F;
    }

    private static boolean digit(char c) {
        return c >= '0' && c <= '9';
    }

    /** A line ends at a line feed or a carriage return. */
    private int afterLine(int from) {
        int end = from;
        while (end < sql.length() && sql.charAt(end) != '\n' && sql.charAt(end) != '\r') {
            end++;
        }
        return Math.min(end + 1, sql.length());
    }

    /** A doubled quote is read as two texts beside each other, which ends at the same place. */
    private boolean quoted(char quote, boolean backslash) {
        for (at++; at < sql.length(); at++) {
            if (backslash && sql.charAt(at) == '\\') {
                at++;
            } else if (sql.charAt(at) == quote) {
                if (backslash && at + 1 < sql.length() && sql.charAt(at + 1) == quote) {
                    at++;
                    continue;
                }
                at++;
                // A text that goes on on another line keeps its escapes.
                if (!backslash || !continues()) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Moves to the quote with which the text goes on after blanks and line comments; stays where it is when it does not. */
    private boolean continues() {
        int next = at;
        while (next < sql.length()) {
            if (sql.startsWith("--", next)) {
                next = afterLine(next);
            } else if (" \t\n\r\f\u000b".indexOf(sql.charAt(next)) >= 0) {
                next++;
            } else {
                break;
            }
        }
        boolean goesOn = next > at && next < sql.length() && sql.charAt(next) == '\'';
        at = goesOn ? next : at;
        return goesOn;
    }

    private boolean comment() {
        int depth = 0;
        while (at < sql.length()) {
            if (sql.startsWith("/*", at)) {
                depth++;
                at += 2;
            } else if (sql.startsWith("*/", at)) {
                depth--;
                at += 2;
                if (depth == 0) {
                    return true;
                }
            } else {
                at++;
            }
        }
        return false;
    }

    private boolean dollar() {
        int end = at + 1;
        while (end < sql.length() && sql.charAt(end) != '$' && partOfName(sql.charAt(end))) {
            end++;
        }
        boolean tag = end < sql.length() && sql.charAt(end) == '$' && (end == at + 1 || !digit(sql.charAt(at + 1)));
        if (!tag) {
            at++;
            return true;
        }
        String mark = sql.substring(at, end + 1);
        int close = sql.indexOf(mark, end + 1);
        at = close < 0 ? sql.length() : close + mark.length();
        return close >= 0;
    }
}
