package dev.lockkeeper.lint.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Token;
import org.apache.shardingsphere.sql.parser.autogen.PostgreSQLStatementLexer;
import org.apache.shardingsphere.sql.parser.autogen.PostgreSQLStatementParser;
import org.junit.jupiter.api.Test;

class GrammarTest {

    private final Grammar<PostgreSQLStatementParser> grammar = grammar(60);

    @Test
    void forgetsWhatItHasLearnedWhenThatHasBecomeMuch() {
        Grammar<PostgreSQLStatementParser> remembering = grammar(60_000);
        boolean forgot = false;
        for (String sql : List.of(
                "select a from t where b = 1",
                "update t set a = 1 where b in (1, 2)",
                "create table t (id bigint primary key, a text not null default 'x')",
                "alter table t add column c int references o (id) on delete cascade",
                "create unique index concurrently i on t using btree (a) where b is null",
                "select a from t where b = 1")) {
            assertThat(read(grammar, sql)).as(sql).isEqualTo(sql.replace(" ", ""));
            read(remembering, sql);
            assertThat(grammar.kept()).isLessThanOrEqualTo(60);
            forgot |= grammar.kept() < remembering.kept();
        }

        assertThat(forgot).isTrue();
        assertThat(remembering.kept()).isGreaterThan(60);
    }

    @Test
    void learnsNothingNewFromTheSameAgain() {
        Grammar<PostgreSQLStatementParser> remembering = grammar(60_000);
        read(remembering, "select a from t");
        int once = remembering.kept();

        read(remembering, "select a from t");

        assertThat(once).isPositive();
        assertThat(remembering.kept()).isEqualTo(once);
    }

    @Test
    void saysWhereReadingEnded() {
        assertThatThrownBy(() -> read(grammar, "select a frm t where"))
                .isInstanceOfSatisfying(NotRead.class, failure -> {
                    assertThat(failure.at()).isEqualTo(13);
                    assertThat(failure.why()).contains("'t'");
                });
        assertThatThrownBy(() -> read(grammar, "select a from"))
                .isInstanceOfSatisfying(
                        NotRead.class, failure -> assertThat(failure.why()).contains("ends too early"));
    }

    private static Grammar<PostgreSQLStatementParser> grammar(int most) {
        return new Grammar<>(PostgreSQLStatementParser._ATN, PostgreSQLStatementParser::new, most);
    }

    private static String read(Grammar<PostgreSQLStatementParser> grammar, String sql) {
        List<Token> tokens = new ArrayList<>();
        for (Token token : new PostgreSQLStatementLexer(CharStreams.fromString(sql)).getAllTokens()) {
            if (token.getChannel() == Token.DEFAULT_CHANNEL) {
                tokens.add(token);
            }
        }
        CommonToken end = new CommonToken(Token.EOF, "");
        end.setStartIndex(sql.length());
        tokens.add(end);
        return grammar.read(tokens, PostgreSQLStatementParser::execute)
                .getText()
                .replace("<EOF>", "");
    }
}
