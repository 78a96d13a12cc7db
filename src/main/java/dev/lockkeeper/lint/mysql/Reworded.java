package dev.lockkeeper.lint.mysql;

import dev.lockkeeper.lint.Case;
import dev.lockkeeper.lint.sql.Act;
import dev.lockkeeper.target.mysql.Tokens;
import dev.lockkeeper.target.mysql.Tokens.Kind;
import dev.lockkeeper.target.mysql.Tokens.Token;
import java.util.List;

/** The author's own statement, asking for another algorithm and lock. Nothing is judged here. */
final class Reworded {

    private Reworded() {}

    static String asking(Altered altered, Way way) {
        Case in = altered.site().in();
        boolean table = in.statement().act() instanceof Act.AlterTable;
        String options = table ? ", " + way.options() : " " + way.options().replace(", ", " ");
        return Safer.way(in, withoutOptions(in.statement().text()) + options);
    }

    /** Options stand between commas in {@code alter table} and without in the other statements. */
    private static String withoutOptions(String text) {
        List<Token> tokens = Tokens.of(text).stream()
                .filter(token -> token.kind() != Kind.COMMENT)
                .toList();
        StringBuilder kept = new StringBuilder(text);
        for (int i = tokens.size() - 1; i > 0; i--) {
            boolean equals = i + 1 < tokens.size() && tokens.get(i + 1).is("=");
            int value = i + (equals ? 2 : 1);
            if (value >= tokens.size()
                    || !option(tokens.get(i), tokens.get(value))
                    || tokens.get(i - 1).is("column")) {
                continue;
            }
            boolean commaBefore = tokens.get(i - 1).is(",");
            boolean commaAfter =
                    value + 1 < tokens.size() && tokens.get(value + 1).is(",");
            int from = commaBefore ? tokens.get(i - 1).from() : tokens.get(i).from();
            int to = commaAfter && !commaBefore
                    ? tokens.get(value + 1).to()
                    : tokens.get(value).to();
            kept.delete(from, to);
        }
        return kept.toString().strip();
    }

    private static boolean option(Token name, Token value) {
        return name.is("algorithm") && value.anyOf("instant", "inplace", "nocopy", "copy", "default")
                || name.is("lock") && value.anyOf("none", "shared", "exclusive", "default");
    }
}
