package dev.lockkeeper.lint.postgres;

import dev.lockkeeper.lint.postgres.Lexemes.Kind;
import dev.lockkeeper.lint.reading.Limits;
import dev.lockkeeper.lint.reading.Piece;
import dev.lockkeeper.lint.reading.Piece.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a script into its statements. A semicolon ends one, but for those in the body of {@code begin atomic} and between the
 * parentheses of {@code create rule}. A semicolon between other parentheses ends one too: no statement has it there, and a forgotten
 * parenthesis must not hide all that follows.
 */
final class Cutting {

    private static final int BYTE_ORDER_MARK = 0xFEFF;

    private final String sql;
    private final Lexemes lexemes;
    private final List<Piece> pieces = new ArrayList<>();
    private final List<String> comments = new ArrayList<>();
    private final List<String> words = new ArrayList<>();
    private String before = "";
    private int from = -1;
    private int to;
    private int depth;
    private int deepest;
    private int blocks;
    private @Nullable Problem problem;

    private Cutting(String sql) {
        this.sql = sql;
        this.lexemes = new Lexemes(sql, !sql.isEmpty() && sql.charAt(0) == BYTE_ORDER_MARK ? 1 : 0);
    }

    static List<Piece> of(String sql) {
        Cutting cutting = new Cutting(sql);
        while (cutting.pieces.size() < Limits.STATEMENTS && cutting.lexemes.next() != Kind.END) {
            cutting.take();
        }
        cutting.end();
        if (cutting.lexemes.kind() != Kind.END) {
            cutting.rest();
        }
        return cutting.pieces;
    }

    private void take() {
        if (lexemes.kind() == Kind.COMMENT && from < 0) {
            comments.add(withoutMarks(lexemes.text()));
        } else if (lexemes.spoken()) {
            if (lexemes.is(';') && !inside()) {
                end();
            } else if (lexemes.is('\\') && from < 0) {
                command();
            } else {
                add();
            }
        }
    }

    private boolean inside() {
        return blocks > 0 || depth > 0 && startsWith("create", "rule");
    }

    private void add() {
        from = from < 0 ? lexemes.from() : from;
        to = lexemes.to();
        switch (lexemes.kind()) {
            case OPEN -> blame("A quote or a comment begins here and does not end.");
            case WORD -> word();
            case SIGN -> sign(sql.charAt(lexemes.from()));
            case SPACE, COMMENT, NAME, TEXT, NUMBER, END -> {}
        }
    }

    private void word() {
        String word = lexemes.to() - lexemes.from() > 20 ? "" : lexemes.text().toLowerCase(Locale.ROOT);
        if (words.size() < 4) {
            words.add(word);
        }
        if (blocks > 0) {
            blocks += lexemes.is("begin") || lexemes.is("case") ? 1 : lexemes.is("end") ? -1 : 0;
        } else if (lexemes.is("atomic")
                && before.equals("begin")
                && (startsWith("create", "function") || startsWith("create", "procedure"))) {
            blocks = 1;
        }
        before = word;
    }

    private void sign(char c) {
        if (c == '(' || c == '[') {
            deepest = Math.max(deepest, ++depth);
            if (deepest > Limits.DEPTH) {
                blame("More than " + Limits.DEPTH + " parentheses are open here.");
            }
        } else if (c == ')' || c == ']') {
            depth = Math.max(0, depth - 1);
        } else if (c == '\0') {
            blame("The character NUL stands here; PostgreSQL takes none.");
        } else if (c == '\\') {
            blame("A backslash stands here outside quotes: a command of psql is no SQL.");
        }
    }

    /** {@code create or replace function} starts with create and function. */
    private boolean startsWith(String first, String then) {
        return !words.isEmpty() && words.getFirst().equals(first) && words.indexOf(then) > 0;
    }

    /** A line of psql's own. */
    private void command() {
        int end = lexemes.from();
        while (end < sql.length() && sql.charAt(end) != '\n' && sql.charAt(end) != '\r') {
            end++;
        }
        from = lexemes.from();
        to = end;
        blame("This is a command of psql and no SQL: nothing but psql runs it.");
        lexemes.skipTo(end);
        end();
    }

    /** What lies beyond the bound is one piece that nobody reads. */
    private void rest() {
        from = lexemes.to();
        to = sql.length();
        problem = new Problem(
                from, "The script has more than " + Limits.STATEMENTS + " statements; the rest is not read.");
        if (from < to) {
            end();
        }
    }

    private void blame(String why) {
        problem = problem == null ? new Problem(lexemes.from(), why) : problem;
    }

    private void end() {
        if (from >= 0) {
            if (to - from > Limits.STATEMENT) {
                blame("The statement is larger than " + (Limits.STATEMENT >> 20) + " MiB and is not read.");
            }
            pieces.add(new Piece(pieces.size() + 1, sql.substring(from, to), from, comments, problem));
            comments.clear();
        }
        from = -1;
        depth = 0;
        deepest = 0;
        blocks = 0;
        words.clear();
        problem = null;
    }

    private static String withoutMarks(String comment) {
        if (comment.startsWith("--")) {
            return comment.substring(2).strip();
        }
        return comment.substring(2, comment.length() - 2).strip();
    }
}
