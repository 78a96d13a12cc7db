package dev.lockkeeper.target.mysql;

import dev.lockkeeper.target.mysql.Tokens.Kind;
import dev.lockkeeper.target.mysql.Tokens.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The statements of a text of several. The servers take one at a time, and a routine's body has semicolons of its own: inside {@code
 * create trigger}, {@code procedure}, {@code function}, {@code event} and a compound statement they end nothing before the {@code end}
 * of the block.
 */
final class Statements {

    private final String sql;
    private final List<String> found = new ArrayList<>();
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
        Statements statements = new Statements(sql);
        Tokens.spoken(sql).forEach(statements::take);
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

    private void take(Token token) {
        if (token.is(";") && depth == 0) {
            end();
            return;
        }
        if (from < 0) {
            from = token.from();
        }
        to = token.to();
        if (before == null && token.is("begin")) {
            // Of MariaDB's 'begin not atomic'; a plain one starts a transaction.
            body = sql.substring(token.to()).stripLeading().regionMatches(true, 0, "not", 0, 3);
        }
        body |= begins().equals("create") && token.anyOf("trigger", "procedure", "function", "event");
        if (body && token.kind() == Kind.WORD) {
            depth += opens(token) - (token.is("end") && depth > 0 ? 1 : 0);
        }
        before = token;
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
            found.add(sql.substring(from, to));
        }
        from = -1;
        depth = 0;
        body = false;
        before = null;
    }
}
