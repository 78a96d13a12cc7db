package dev.lockkeeper.lint.mysql;

import dev.lockkeeper.lint.sql.Act;
import dev.lockkeeper.lint.sql.ObjectName;
import dev.lockkeeper.target.mysql.Tokens;
import dev.lockkeeper.target.mysql.Tokens.Kind;
import dev.lockkeeper.target.mysql.Tokens.Token;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Statements of MariaDB that the grammar does not have and whose first words say all that is asked of them. */
final class WithoutGrammar {

    private static final Set<String> BETWEEN = Set.of("or", "replace", "temporary", "if", "not", "exists");

    private WithoutGrammar() {}

    static Optional<Act> act(String text) {
        List<Token> tokens = Tokens.of(text.substring(0, Math.min(text.length(), 400))).stream()
                .filter(token -> token.kind() != Kind.COMMENT)
                .toList();
        if (starts(tokens, "begin", "not", "atomic")) {
            return Optional.of(new Act.Block("sql", text));
        }
        int next = 1;
        while (next < tokens.size() && BETWEEN.contains(tokens.get(next).lower())) {
            next++;
        }
        return next < tokens.size() && tokens.get(next).is("sequence") ? sequence(tokens, next + 1) : Optional.empty();
    }

    private static Optional<Act> sequence(List<Token> tokens, int from) {
        int at = from;
        while (at < tokens.size() && BETWEEN.contains(tokens.get(at).lower())) {
            at++;
        }
        if (at >= tokens.size()) {
            return Optional.empty();
        }
        boolean qualified = at + 2 < tokens.size() && tokens.get(at + 1).is(".");
        ObjectName name = qualified
                ? new ObjectName(tokens.get(at).named(), tokens.get(at + 2).named())
                : ObjectName.of(tokens.get(at).named());
        return switch (tokens.getFirst().lower()) {
            case "create" -> Optional.of(new Act.Create("sequence", name));
            case "drop" -> Optional.of(new Act.Drop("sequence", List.of(name), false));
            case "alter" -> Optional.of(new Act.Other("alter sequence"));
            default -> Optional.empty();
        };
    }

    private static boolean starts(List<Token> tokens, String... words) {
        for (int i = 0; i < words.length; i++) {
            if (i >= tokens.size() || !tokens.get(i).is(words[i])) {
                return false;
            }
        }
        return true;
    }
}
