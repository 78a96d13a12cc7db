package dev.lockkeeper.target.mysql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.modulith.NamedInterface;

/**
 * A text cut into pieces as the lexers of MySQL and MariaDB cut it under the {@code sql_mode} of {@link Connecting}: both quotes make
 * strings, a backslash escapes, {@code --} begins a comment before white space only, and every character beyond ASCII is part of a name.
 */
@NamedInterface("mysql-text")
public final class Tokens {

    public enum Kind {
        /** A bare word: a key word, a function, a name. */
        WORD,
        /** A name in backticks. */
        NAME,
        STRING,
        NUMBER,
        SYMBOL,
        COMMENT,
        /** A comment whose text the server executes: {@code /*!…}, {@code /*M!…}. */
        EXECUTED_COMMENT,
        /** A quote or comment that does not end, or a character that no text has. */
        BROKEN
    }

    /**
     * @param text as it was written
     * @param to after its last character
     */
    public record Token(Kind kind, String text, int from, int to) {

        public boolean is(String word) {
            return kind != Kind.STRING && kind != Kind.NAME && text.equalsIgnoreCase(word);
        }

        public boolean anyOf(String... words) {
            for (String word : words) {
                if (is(word)) {
                    return true;
                }
            }
            return false;
        }

        public String lower() {
            return text.toLowerCase(Locale.ROOT);
        }

        /** What a name in backticks or a bare word names. */
        public String named() {
            return kind == Kind.NAME ? text.substring(1, text.length() - 1).replace("``", "`") : text;
        }
    }

    private static final Pattern NUMBER = Pattern.compile(
            "(?:0[xX][0-9a-fA-F]+|0b[01]+|(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?)(?![\\w$\\x80-\\x{10FFFF}])");
    private static final Pattern WORD = Pattern.compile("[\\w$\\x80-\\x{10FFFF}]+");

    private final String sql;
    private final List<Token> found = new ArrayList<>();
    private int at;

    private Tokens(String sql) {
        this.sql = sql;
    }

    public static List<Token> of(String sql) {
        Tokens tokens = new Tokens(sql);
        while (tokens.at < sql.length()) {
            tokens.next();
        }
        return tokens.found;
    }

    /** The same without comments that the server does not look into. */
    static List<Token> spoken(String sql) {
        return of(sql).stream().filter(token -> token.kind() != Kind.COMMENT).toList();
    }

    private void next() {
        char c = sql.charAt(at);
        if (" \t\n\r\f\u000b".indexOf(c) >= 0) {
            at++;
        } else if (c < ' ' || c == '\u007f') {
            add(Kind.BROKEN, at + 1);
        } else if (c == '`' || c == '\'' || c == '"') {
            quoted(c);
        } else if (c == '#' || dashes()) {
            int end = sql.indexOf('\n', at);
            add(Kind.COMMENT, end < 0 ? sql.length() : end);
        } else if (sql.startsWith("/*", at)) {
            int end = sql.indexOf("*/", at + 2);
            boolean executed = sql.startsWith("!", at + 2) || sql.startsWith("M!", at + 2);
            add(
                    end < 0 ? Kind.BROKEN : executed ? Kind.EXECUTED_COMMENT : Kind.COMMENT,
                    end < 0 ? sql.length() : end + 2);
        } else {
            numberOrWord();
        }
    }

    private boolean dashes() {
        return sql.startsWith("--", at) && (at + 2 == sql.length() || sql.charAt(at + 2) <= ' ');
    }

    private void numberOrWord() {
        Matcher number = NUMBER.matcher(sql).region(at, sql.length()).useTransparentBounds(true);
        Matcher word = WORD.matcher(sql).region(at, sql.length());
        if (number.lookingAt()) {
            add(Kind.NUMBER, number.end());
        } else if (word.lookingAt()) {
            add(Kind.WORD, word.end());
        } else {
            add(Kind.SYMBOL, at + 1);
        }
    }

    /** A doubled quote is the quote; a backslash escapes in strings only. */
    private void quoted(char quote) {
        for (int i = at + 1; i < sql.length(); i++) {
            char c = sql.charAt(i);
            if (c == '\\' && quote != '`') {
                i++;
            } else if (c == quote && i + 1 < sql.length() && sql.charAt(i + 1) == quote) {
                i++;
            } else if (c == quote) {
                add(quote == '`' ? Kind.NAME : Kind.STRING, i + 1);
                return;
            }
        }
        add(Kind.BROKEN, sql.length());
    }

    private void add(Kind kind, int end) {
        found.add(new Token(kind, sql.substring(at, end), at, end));
        at = end;
    }
}
