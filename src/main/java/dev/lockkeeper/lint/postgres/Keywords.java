package dev.lockkeeper.lint.postgres;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.antlr.v4.runtime.Token;
import org.apache.shardingsphere.sql.parser.autogen.PostgreSQLStatementLexer;

/** Which words PostgreSQL takes as names. The list is that of reserved words in appendix C of its manual. */
final class Keywords {

    private static final Set<String> RESERVED = Set.of(
            ("all analyse analyze and any array as asc asymmetric both case cast check collate column constraint create "
                            + "current_catalog current_date current_role current_time current_timestamp current_user default "
                            + "deferrable desc distinct do else end except false fetch for foreign from grant group having in "
                            + "initially intersect into lateral leading limit localtime localtimestamp not null offset on only "
                            + "or order placing primary references returning select session_user some symmetric "
                            + "system_user table then to trailing true union unique user using variadic when where window with")
                    .split(" "));

    private Keywords() {}

    /** Whether that token is a keyword that is not reserved and was not read as a name. */
    static boolean mayBeName(List<Token> tokens, int index) {
        if (index < 0 || index >= tokens.size()) {
            return false;
        }
        Token token = tokens.get(index);
        String word = token.getText().toLowerCase(Locale.ROOT);
        return token.getType() != Token.EOF
                && token.getType() != PostgreSQLStatementLexer.IDENTIFIER_
                && !word.isEmpty()
                && (word.charAt(0) >= 'a' && word.charAt(0) <= 'z')
                && token.getType() != PostgreSQLStatementLexer.STRING_
                && !RESERVED.contains(word);
    }
}
