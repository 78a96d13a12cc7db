package dev.lockkeeper.target.mysql;

import dev.lockkeeper.target.mysql.Tokens.Kind;
import dev.lockkeeper.target.mysql.Tokens.Token;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Says whether a piece of SQL that an author wrote stands by itself, and may be put inside a statement of ours while a plan is merely
 * looked at: closed quotes and brackets, one part, no semicolon, no comment, no variable, no qualified name. What it means is for {@link
 * Expressions} to judge, by {@link Words}.
 */
final class Fragment {

    private static final String SYMBOLS = "()+-*/%=<>!&|^~,";

    private Fragment() {}

    /** What is wrong with it, as the end of a sentence; empty when nothing is. */
    static Optional<String> problem(String sql) {
        List<Token> tokens = Tokens.of(sql);
        if (tokens.isEmpty()) {
            return Optional.of("is empty");
        }
        int depth = 0;
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            String wrong = wrong(token, i == 0 ? null : tokens.get(i - 1));
            if (wrong != null) {
                return Optional.of(wrong);
            }
            depth += token.is("(") ? 1 : token.is(")") ? -1 : 0;
            if (depth < 0) {
                return Optional.of("closes a bracket that it did not open, at character " + (token.from() + 1));
            }
            if (depth == 0 && token.is(",")) {
                return Optional.of("has a comma outside brackets; one expression is wanted");
            }
        }
        return depth == 0 ? Optional.empty() : Optional.of("has a bracket that it does not close");
    }

    static String inBrackets(String sql) {
        return "(" + sql.strip() + ")";
    }

    private static @Nullable String wrong(Token token, @Nullable Token before) {
        return switch (token.kind()) {
            case BROKEN -> "has a quote or a comment that does not end, or a control character";
            case COMMENT, EXECUTED_COMMENT -> "has a comment; write what it says into the step's name instead";
            case NAME -> token.text().length() == 2 ? "has an empty name" : null;
            case NUMBER ->
                token.text().startsWith(".") && before != null && before.to() == token.from() && named(before)
                        ? "has a qualified name; name columns without their table"
                        : null;
            case SYMBOL -> symbol(token.text());
            case WORD, STRING -> null;
        };
    }

    private static boolean named(Token token) {
        return token.kind() == Kind.WORD || token.kind() == Kind.NAME;
    }

    private static @Nullable String symbol(String symbol) {
        return switch (symbol) {
            case ";" -> "has a semicolon; one expression is wanted, not a statement";
            case "." -> "has a qualified name; name columns without their table, and functions without a database";
            case "@", ":" -> "has a variable (@ or :); an expression may depend on the row only";
            case "?" -> "has a placeholder (?)";
            default -> SYMBOLS.contains(symbol) ? null : "has the character '" + symbol + "', which no expression has";
        };
    }
}
