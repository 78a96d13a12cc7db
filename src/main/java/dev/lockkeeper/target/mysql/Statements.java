package dev.lockkeeper.target.mysql;

import dev.lockkeeper.target.mysql.Tokens.Kind;
import dev.lockkeeper.target.mysql.Tokens.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.modulith.NamedInterface;

/**
 * The statements of a text of several. The servers take one at a time, and a routine's body has semicolons of its own: inside {@code
 * create trigger}, {@code procedure}, {@code function}, {@code event} and a compound statement they end nothing before the {@code end}
 * of the block.
 */
@NamedInterface("mysql-text")
public final class Statements {

    /**
     * A statement without the semicolon, and without comments before and after it.
     *
     * @param tokens comments inside it too
     */
    public record Piece(String text, List<Token> tokens) {
        public Piece {
            tokens = List.copyOf(tokens);
        }

        public int from() {
            return tokens.getFirst().from();
        }
    }

    private final String sql;
    private final List<Token> tokens = new ArrayList<>();
    private final List<Piece> found = new ArrayList<>();
    private int from = -1;
    private int to;
    private int depth;
    private boolean body;
    private @Nullable Token before;

    private Statements(String sql) {
        this.sql = sql;
    }

    /** In their order, without the semicolons, and without comments before and after them. */
    static List<String> of(String sql) {
        return pieces(sql, Tokens.of(sql)).stream().map(Piece::text).toList();
    }

    /** @param tokens those of the text or of a part of it, with its comments */
    public static List<Piece> pieces(String sql, List<Token> tokens) {
        Statements statements = new Statements(sql);
        tokens.forEach(statements::see);
        statements.end();
        return statements.found;
    }

    /** Why the text cannot be cut, as the end of a sentence. */
    static Optional<String> problem(String sql) {
        List<Token> tokens = Tokens.spoken(sql);
        if (tokens.stream().anyMatch(token -> token.kind() == Kind.BROKEN)) {
            return Optional.of("has a quote or a comment that does not end, or a control character");
        }
        if (tokens.isEmpty()) {
            return Optional.of("has no statement");
        }
        return of(sql).stream().anyMatch(statement -> first(statement).equals("delimiter"))
                ? Optional.of(
                        "has 'delimiter', which is a command of the client and no SQL; leave it out: the end of a routine is found")
                : Optional.empty();
    }

    /** The first word in lower case, brackets before it left out. */
    static String first(String statement) {
        return Tokens.spoken(statement).stream()
                .filter(token -> !token.is("("))
                .findFirst()
                .map(Token::lower)
                .orElse("");
    }

    private void see(Token token) {
        if (token.kind() == Kind.COMMENT) {
            if (from >= 0) {
                tokens.add(token);
            }
        } else if (token.is(";") && depth == 0) {
            end();
        } else {
            take(token);
        }
    }

    private void take(Token token) {
        if (from < 0) {
            from = token.from();
        }
        to = token.to();
        tokens.add(token);
        if (before == null && token.is("begin")) {
            // Of MariaDB's 'begin not atomic'; a plain one starts a transaction.
            body = nextIs("not", token.to());
        }
        body |= begins().equals("create") && token.anyOf("trigger", "procedure", "function", "event");
        if (body && token.kind() == Kind.WORD) {
            depth += opens(token) - (token.is("end") && depth > 0 ? 1 : 0);
        }
        before = token;
    }

    private boolean nextIs(String word, int at) {
        int next = at;
        while (next < sql.length() && Character.isWhitespace(sql.charAt(next))) {
            next++;
        }
        return sql.regionMatches(true, next, word, 0, word.length());
    }

    private int opens(Token token) {
        if (token.is("begin") || token.is("case")) {
            return after("end") ? 0 : 1;
        }
        boolean starts = before == null || before.anyOf(";", ":", "begin", "then", "else", "do", "loop", "repeat");
        if (token.anyOf("loop", "while") || (token.anyOf("if", "repeat") && (starts || after("row")))) {
            return after("end") ? 0 : 1;
        }
        return 0;
    }

    private boolean after(String word) {
        return before != null && before.is(word);
    }

    private String begins() {
        return from < 0 ? "" : sql.regionMatches(true, from, "create", 0, 6) ? "create" : "";
    }

    private void end() {
        if (from >= 0) {
            while (tokens.getLast().from() >= to) {
                tokens.removeLast();
            }
            found.add(new Piece(sql.substring(from, to), tokens));
        }
        tokens.clear();
        from = -1;
        depth = 0;
        body = false;
        before = null;
    }
}
