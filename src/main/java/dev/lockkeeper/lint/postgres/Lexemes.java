package dev.lockkeeper.lint.postgres;

import java.util.Locale;

/**
 * Goes through a text as PostgreSQL's lexer does with {@code standard_conforming_strings}, one piece of it at a time.
 *
 * <p>Whatever it reads otherwise than the server is a way to hide a semicolon from us. So: comments nest; {@code E'…'} has backslashes
 * and keeps them when it goes on on another line; every character beyond ASCII is part of a name, also what looks like a space; a line
 * comment ends at a carriage return too.
 */
final class Lexemes {

    enum Kind {
        /** White space. */
        SPACE,
        COMMENT,
        /** A name or a keyword. */
        WORD,
        /** A name in quotes. */
        NAME,
        /** Any constant in quotes, whole: {@code 'a'}, {@code E'a'}, {@code $$a$$}, {@code 'a' 'b'} over two lines. */
        TEXT,
        NUMBER,
        /** One character of anything else. */
        SIGN,
        /** A quote or a comment that does not end; goes to the end of the text. */
        OPEN,
        END
    }

    private final String sql;
    private int from;
    private int to;
    private Kind kind = Kind.SPACE;

    Lexemes(String sql, int from) {
        this.sql = sql;
        this.from = from;
        this.to = from;
    }

    Kind kind() {
        return kind;
    }

    int from() {
        return from;
    }

    int to() {
        return to;
    }

    String text() {
        return sql.substring(from, to);
    }

    boolean is(char sign) {
        return kind == Kind.SIGN && sql.charAt(from) == sign;
    }

    boolean is(String word) {
        return kind == Kind.WORD && to - from == word.length() && sql.regionMatches(true, from, word, 0, word.length());
    }

    /** Whether it says something: no space, no comment. */
    boolean spoken() {
        return kind != Kind.SPACE && kind != Kind.COMMENT;
    }

    /** Goes on there, whatever lies between. */
    void skipTo(int offset) {
        to = offset;
    }

    Kind next() {
        from = to;
        if (from >= sql.length()) {
            kind = Kind.END;
            return kind;
        }
        kind = read(sql.charAt(from));
        if (kind == Kind.OPEN) {
            to = sql.length();
        }
        return kind;
    }

    private Kind read(char c) {
        if (space(c)) {
            while (to < sql.length() && space(sql.charAt(to))) {
                to++;
            }
            return Kind.SPACE;
        }
        if (sql.startsWith("--", from)) {
            to = lineEnd(from);
            return Kind.COMMENT;
        }
        if (sql.startsWith("/*", from)) {
            return comment();
        }
        if (c == '\'') {
            return text(from + 1, false);
        }
        if (c == '"') {
            return name(from + 1);
        }
        if (c == '$') {
            return dollar();
        }
        if (digit(c) || c == '.' && digit(at(from + 1))) {
            return number();
        }
        return starts(c) ? word() : sign();
    }

    private Kind sign() {
        to = from + 1;
        return Kind.SIGN;
    }

    private Kind word() {
        char second = at(from + 1);
        String first = String.valueOf(sql.charAt(from)).toLowerCase(Locale.ROOT);
        if (second == '\'' && "ebxn".contains(first)) {
            return text(from + 2, first.equals("e"));
        }
        if (first.equals("u") && second == '&' && at(from + 2) == '\'') {
            return text(from + 3, false);
        }
        if (first.equals("u") && second == '&' && at(from + 2) == '"') {
            return name(from + 3);
        }
        to = from + 1;
        while (to < sql.length() && (starts(sql.charAt(to)) || digit(sql.charAt(to)) || sql.charAt(to) == '$')) {
            to++;
        }
        return Kind.WORD;
    }

    /** Digits, dots and exponents; {@code 1..2} is two numbers, as in a loop of PL/pgSQL. */
    private Kind number() {
        to = from;
        while (to < sql.length()) {
            char c = sql.charAt(to);
            boolean exponent =
                    (c == '+' || c == '-') && to > from && "eE".indexOf(sql.charAt(to - 1)) >= 0 && digit(at(to + 1));
            boolean dot = c == '.' && at(to + 1) != '.';
            if (!digit(c) && !exponent && !dot && !(starts(c) && c < 0x80)) {
                break;
            }
            to++;
        }
        return Kind.NUMBER;
    }

    private Kind text(int start, boolean backslash) {
        to = start;
        while (to < sql.length()) {
            char c = sql.charAt(to++);
            if (backslash && c == '\\') {
                to++;
            } else if (c == '\'' && at(to) == '\'') {
                to++;
            } else if (c == '\'') {
                int further = continued();
                if (further < 0) {
                    return Kind.TEXT;
                }
                to = further;
            }
        }
        return Kind.OPEN;
    }

    /** Behind the quote with which the text goes on: after white space and line comments, with a line's end among them. -1 for none. */
    private int continued() {
        int next = to;
        boolean line = false;
        while (next < sql.length()) {
            char c = sql.charAt(next);
            if (space(c)) {
                line |= c == '\n' || c == '\r';
                next++;
            } else if (line && sql.startsWith("--", next)) {
                next = lineEnd(next);
            } else {
                break;
            }
        }
        return line && at(next) == '\'' ? next + 1 : -1;
    }

    private Kind name(int start) {
        to = start;
        while (to < sql.length()) {
            if (sql.charAt(to++) == '"') {
                if (at(to) != '"') {
                    return Kind.NAME;
                }
                to++;
            }
        }
        return Kind.OPEN;
    }

    private Kind comment() {
        int depth = 0;
        to = from;
        while (to < sql.length()) {
            if (sql.startsWith("/*", to)) {
                depth++;
                to += 2;
            } else if (sql.startsWith("*/", to)) {
                depth--;
                to += 2;
                if (depth == 0) {
                    return Kind.COMMENT;
                }
            } else {
                to++;
            }
        }
        return Kind.OPEN;
    }

    private Kind dollar() {
        int end = from + 1;
        if (digit(at(end))) {
            while (digit(at(end))) {
                end++;
            }
            to = end;
            return Kind.WORD;
        }
        while (end < sql.length() && (starts(sql.charAt(end)) || digit(sql.charAt(end)))) {
            end++;
        }
        if (at(end) != '$') {
            return sign();
        }
        String mark = sql.substring(from, end + 1);
        int close = sql.indexOf(mark, end + 1);
        to = close < 0 ? sql.length() : close + mark.length();
        return close < 0 ? Kind.OPEN : Kind.TEXT;
    }

    private int lineEnd(int start) {
        int end = start;
        while (end < sql.length() && sql.charAt(end) != '\n' && sql.charAt(end) != '\r') {
            end++;
        }
        return end;
    }

    private char at(int index) {
        return index < sql.length() ? sql.charAt(index) : '\0';
    }

    private static boolean starts(char c) {
        return c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80;
    }

    private static boolean digit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean space(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\u000b';
    }
}
