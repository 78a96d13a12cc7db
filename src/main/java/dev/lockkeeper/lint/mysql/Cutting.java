package dev.lockkeeper.lint.mysql;

import dev.lockkeeper.lint.reading.Limits;
import dev.lockkeeper.lint.reading.Piece;
import dev.lockkeeper.lint.reading.Piece.Problem;
import dev.lockkeeper.target.mysql.Statements;
import dev.lockkeeper.target.mysql.Tokens;
import dev.lockkeeper.target.mysql.Tokens.Kind;
import dev.lockkeeper.target.mysql.Tokens.Token;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A script cut into its statements, as {@link Statements} cuts it for the engine, and as the command line client does where a line
 * begins with {@code delimiter}: from there on to the next such line the named characters end a statement and a semicolon does not.
 */
final class Cutting {

    private final String sql;
    private final List<Piece> found = new ArrayList<>();
    private final List<String> comments = new ArrayList<>();
    private final List<Token> region = new ArrayList<>();
    private String delimiter = ";";

    private Cutting(String sql) {
        this.sql = sql;
    }

    static List<Piece> of(String sql) {
        Cutting cutting = new Cutting(sql);
        cutting.all(Tokens.of(sql));
        return cutting.found;
    }

    private void all(List<Token> tokens) {
        int after = 0;
        for (Token token : tokens) {
            if (token.from() < after) {
                continue;
            }
            if (token.is("delimiter") && beginsLine(token)) {
                end();
                after = sql.indexOf('\n', token.from()) < 0 ? sql.length() : sql.indexOf('\n', token.from());
                String named = sql.substring(token.to(), after).strip();
                delimiter = named.isEmpty() ? ";" : named;
            } else {
                region.add(token);
            }
        }
        end();
    }

    private boolean beginsLine(Token token) {
        int line = sql.lastIndexOf('\n', token.from() - 1);
        return sql.substring(line + 1, token.from()).isBlank();
    }

    private void end() {
        if (delimiter.equals(";")) {
            statements(region);
        } else {
            byDelimiter();
        }
        region.clear();
    }

    private void statements(List<Token> tokens) {
        List<Statements.Piece> pieces = Statements.pieces(sql, tokens);
        int next = 0;
        for (Statements.Piece piece : pieces) {
            while (tokens.get(next).from() < piece.from()) {
                comment(tokens.get(next++));
            }
            add(piece.from(), piece.text(), piece.tokens());
            while (next < tokens.size()
                    && tokens.get(next).from() < piece.from() + piece.text().length()) {
                next++;
            }
        }
        tokens.subList(next, tokens.size()).forEach(this::comment);
    }

    private void comment(Token token) {
        if (token.kind() == Kind.COMMENT) {
            String text = token.text();
            comments.add((text.startsWith("/*")
                            ? text.substring(2, text.length() - 2)
                            : text.substring(text.startsWith("#") ? 1 : 2))
                    .strip());
        }
    }

    /** Strings, names and comments hide the delimiter; words do not: {@code end$$}. */
    private void byDelimiter() {
        List<Token> own = new ArrayList<>();
        int after = 0;
        for (Token token : region) {
            int at = token.from() < after ? -1 : start(token);
            if (at >= 0) {
                if (at > token.from()) {
                    own.add(new Token(Kind.WORD, sql.substring(token.from(), at), token.from(), at));
                }
                whole(own);
                own.clear();
                after = at + delimiter.length();
            } else if (token.from() >= after) {
                own.add(token);
            }
        }
        whole(own);
    }

    private int start(Token token) {
        return switch (token.kind()) {
            case STRING, NAME, COMMENT, EXECUTED_COMMENT, BROKEN -> -1;
            case WORD, NUMBER, SYMBOL -> {
                int at = sql.indexOf(delimiter.charAt(0), token.from());
                yield at >= 0 && at < token.to() && sql.startsWith(delimiter, at) ? at : -1;
            }
        };
    }

    private void whole(List<Token> tokens) {
        int first = 0;
        while (first < tokens.size() && tokens.get(first).kind() == Kind.COMMENT) {
            comment(tokens.get(first++));
        }
        int last = tokens.size();
        while (last > first
                && (tokens.get(last - 1).kind() == Kind.COMMENT
                        || tokens.get(last - 1).is(";"))) {
            last--;
        }
        if (first < last) {
            List<Token> own = tokens.subList(first, last);
            int from = own.getFirst().from();
            add(from, sql.substring(from, own.getLast().to()), own);
        }
    }

    private void add(int from, String text, List<Token> tokens) {
        if (found.size() < Limits.STATEMENTS) {
            found.add(new Piece(found.size() + 1, text, from, comments, problem(from, text, tokens)));
        } else if (found.size() == Limits.STATEMENTS) {
            String why =
                    "The script has more than " + Limits.STATEMENTS + " statements; those from here on are not read.";
            found.add(new Piece(found.size() + 1, text, from, List.of(), new Problem(from, why)));
        }
        comments.clear();
    }

    private static @Nullable Problem problem(int from, String text, List<Token> tokens) {
        if (text.length() > Limits.STATEMENT) {
            return new Problem(
                    from, "The statement is longer than " + Limits.STATEMENT + " characters and is not read.");
        }
        int depth = 0;
        for (Token token : tokens) {
            if (token.kind() == Kind.BROKEN) {
                return new Problem(token.from(), "A quote or a comment that does not end, or a control character.");
            }
            depth += token.is("(") || token.is("case") || token.is("begin")
                    ? 1
                    : token.is(")") || token.is("end") ? -1 : 0;
            if (depth > Limits.DEPTH) {
                return new Problem(
                        token.from(), "The statement is nested more than " + Limits.DEPTH + " deep and is not read.");
            }
        }
        return null;
    }
}
