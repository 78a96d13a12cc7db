package dev.lockkeeper.lint.mysql;

import dev.lockkeeper.lint.reading.Grammar;
import dev.lockkeeper.lint.reading.NotRead;
import java.util.List;
import org.antlr.v4.runtime.BaseErrorListener;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Recognizer;
import org.antlr.v4.runtime.Token;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementLexer;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.ExecuteContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.ExprContext;

/** The grammar of MySQL. Every method throws {@link NotRead} for what it does not know. */
final class MysqlGrammar {

    private static final Grammar<MySQLStatementParser> GRAMMAR =
            new Grammar<>(MySQLStatementParser._ATN, MySQLStatementParser::new);

    private static final BaseErrorListener STRICT = new BaseErrorListener() {
        @Override
        public void syntaxError(
                Recognizer<?, ?> recognizer,
                Object symbol,
                int line,
                int column,
                String message,
                RecognitionException cause) {
            int at = recognizer instanceof MySQLStatementLexer lexer ? lexer._tokenStartCharIndex : 0;
            throw new NotRead(at, -1, "A character that no statement has.");
        }
    };

    private MysqlGrammar() {}

    /** @param text one statement, without characters beyond the first plane */
    static ExecuteContext statement(String text) {
        return GRAMMAR.read(tokens(text), MySQLStatementParser::execute);
    }

    static ExprContext expression(String text) {
        return GRAMMAR.read(tokens(text), MySQLStatementParser::expr);
    }

    private static List<Token> tokens(String text) {
        MySQLStatementLexer lexer = new MySQLStatementLexer(CharStreams.fromString(text));
        lexer.removeErrorListeners();
        lexer.addErrorListener(STRICT);
        List<Token> tokens = new java.util.ArrayList<>();
        do {
            tokens.add(lexer.nextToken());
        } while (tokens.getLast().getType() != Token.EOF);
        return tokens;
    }
}
