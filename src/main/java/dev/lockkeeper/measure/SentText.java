package dev.lockkeeper.measure;

import dev.lockkeeper.measure.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One statement taken apart into tokens and put together anew, without comments: what is sent is what was looked at. Whatever two
 * readers could read in two ways is refused: dollar quotes, prefixed strings, semicolons wherever they stand.
 */
final class SentText {

    static final int LONGEST = 20_000;
    private static final String SIGNS = "+-*/<>=~!@#%^&|`:";
    private static final String SINGLE = "(),[].";

    private final String sql;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    private SentText(String sql) {
        this.sql = sql;
    }

    /** @throws NotMeasured for what is not plain */
    static SentText of(String sql) {
        if (sql.length() > LONGEST) {
            throw new NotMeasured("it is longer than " + LONGEST + " characters");
        }
        SentText text = new SentText(sql);
        while (text.at < sql.length()) {
            text.next();
        }
        return text;
    }

    List<Token> tokens() {
        return tokens;
    }

    /** What is sent: the tokens with a space between them. */
    String text() {
        StringBuilder text = new StringBuilder();
        boolean tight = true;
        for (Token token : tokens) {
            boolean dot = token.is(".");
            if (!tight && !dot) {
                text.append(' ');
            }
            text.append(token.text());
            tight = dot;
        }
        return text.toString();
    }

    private void next() {
        char c = sql.charAt(at);
        if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f') {
            at++;
        } else if (sql.startsWith("--", at)) {
            int end = sql.indexOf('\n', at);
            at = end < 0 ? sql.length() : end + 1;
        } else if (sql.startsWith("/*", at)) {
            comment();
        } else if (c == '\'' || c == '"') {
            quoted(c);
        } else if (digit(c) || c == '.' && at + 1 < sql.length() && digit(sql.charAt(at + 1))) {
            number();
        } else if (letter(c)) {
            word();
        } else if (SINGLE.indexOf(c) >= 0) {
            sign(at + 1);
        } else if (SIGNS.indexOf(c) >= 0) {
            operator();
        } else {
            throw new NotMeasured("it has a character in it that is not sent: " + shown(c));
        }
    }

    private void comment() {
        int depth = 0;
        do {
            if (sql.startsWith("/*", at)) {
                depth++;
                at += 2;
            } else if (sql.startsWith("*/", at)) {
                depth--;
                at += 2;
            } else if (at++ >= sql.length()) {
                throw new NotMeasured("a comment in it does not end");
            }
        } while (depth > 0);
    }

    private void quoted(char quote) {
        if (at > 0 && (letter(sql.charAt(at - 1)) || digit(sql.charAt(at - 1)) || sql.charAt(at - 1) == '&')) {
            throw new NotMeasured("a string or name in it has a prefix");
        }
        StringBuilder value = new StringBuilder();
        int from = at++;
        while (true) {
            if (at >= sql.length()) {
                throw new NotMeasured("a quote in it does not end");
            }
            char c = sql.charAt(at++);
            if (c == quote) {
                if (at >= sql.length() || sql.charAt(at) != quote) {
                    break;
                }
                at++;
            } else if (c == ';' || c == 0) {
                throw new NotMeasured("a string or name in it has " + shown(c) + " in it");
            }
            value.append(c);
        }
        Kind kind = quote == '"' ? Kind.QUOTED : Kind.STRING;
        tokens.add(new Token(kind, sql.substring(from, at), value.toString()));
    }

    private void number() {
        int from = at;
        while (at < sql.length() && (digit(sql.charAt(at)) || sql.charAt(at) == '.')) {
            at++;
        }
        if (at < sql.length() && letter(sql.charAt(at))) {
            throw new NotMeasured("a number in it is written in an unusual way");
        }
        tokens.add(new Token(Kind.NUMBER, sql.substring(from, at), sql.substring(from, at)));
    }

    private void word() {
        int from = at;
        while (at < sql.length() && (letter(sql.charAt(at)) || digit(sql.charAt(at)))) {
            at++;
        }
        String word = sql.substring(from, at);
        tokens.add(new Token(Kind.WORD, word, word.toLowerCase(Locale.ROOT)));
    }

    private void operator() {
        int end = at;
        while (end < sql.length() && SIGNS.indexOf(sql.charAt(end)) >= 0) {
            if (sql.startsWith("--", end) || sql.startsWith("/*", end)) {
                break;
            }
            end++;
        }
        sign(end);
    }

    private void sign(int end) {
        String sign = sql.substring(at, end);
        tokens.add(new Token(Kind.SIGN, sign, sign));
        at = end;
    }

    private static boolean digit(char c) {
        return c >= '0' && c <= '9';
    }

    /** PostgreSQL takes every character beyond ASCII for a letter, also spaces; here they need quotes. */
    private static boolean letter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
    }

    private static String shown(char c) {
        return c > ' ' && c < 127 ? "'" + c + "'" : "U+%04X".formatted((int) c);
    }
}
