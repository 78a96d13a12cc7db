package dev.lockkeeper.lint.postgres;

import dev.lockkeeper.lint.reading.Grammar;
import dev.lockkeeper.lint.reading.Limits;
import dev.lockkeeper.lint.reading.NotRead;
import dev.lockkeeper.lint.reading.Piece;
import dev.lockkeeper.lint.reading.Places;
import dev.lockkeeper.lint.sql.Act;
import dev.lockkeeper.lint.sql.Parsed;
import dev.lockkeeper.lint.sql.Script;
import dev.lockkeeper.lint.sql.SqlReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.apache.shardingsphere.sql.parser.autogen.PostgreSQLStatementLexer;
import org.apache.shardingsphere.sql.parser.autogen.PostgreSQLStatementParser;

/** Reads SQL of PostgreSQL. May be used by several threads at once. */
final class PostgresReader implements SqlReader {

    /** One for the whole server, so that what the parser learns is kept once. */
    static final PostgresReader ONE = new PostgresReader();

    private final Grammar<PostgreSQLStatementParser> grammar =
            new Grammar<>(PostgreSQLStatementParser._ATN, PostgreSQLStatementParser::new);

    private PostgresReader() {}

    @Override
    public Script read(String sql) {
        Places places = new Places(sql);
        long deadline = System.nanoTime() + Limits.SCRIPT_NANOS;
        List<Parsed> statements = new ArrayList<>();
        for (Piece piece : Cutting.of(sql)) {
            statements.add(
                    System.nanoTime() - deadline > 0
                            ? piece.unreadable(
                                    places, 0, "The script takes too long to read; it is not read from here on.")
                            : parsed(piece, places));
        }
        return new Script(statements);
    }

    private Parsed parsed(Piece piece, Places places) {
        Piece.Problem problem = piece.problem();
        if (problem != null) {
            return piece.unreadable(places, problem);
        }
        try {
            return piece.parsed(places, act(piece.text()));
        } catch (NotRead failure) {
            return piece.unreadable(places, failure.at(), failure.why());
        } catch (StackOverflowError deep) {
            return piece.unreadable(places, 0, "The statement is nested too deeply to be read.");
        }
    }

    /**
     * What one statement does.
     *
     * @param sql without a semicolon at its end
     * @throws NotRead with the place in it where reading ended
     */
    Act act(String sql) {
        List<Token> tokens = Tokens.of(sql);
        Optional<Act> outside = OutsideGrammar.act(tokens);
        if (outside.isPresent()) {
            return outside.get();
        }
        List<Token> known =
                NewerSyntax.knownWords(OutsideGrammar.merges(tokens) ? OutsideGrammar.asUpdate(tokens) : tokens);
        return act(sql, known);
    }

    /** A keyword that PostgreSQL does not reserve may be a name where the grammar did not think of it: then it is read as one. */
    private Act act(String sql, List<Token> tokens) {
        Wording words = new Wording(tokens);
        for (int tries = 0; ; tries++) {
            List<Token> now = words.tokens();
            try {
                var statement = grammar.read(now, PostgreSQLStatementParser::execute);
                ParserRuleContext first = statement.getChild(ParserRuleContext.class, 0);
                if (first == null || first.getChildCount() == 0) {
                    throw new NotRead(0, -1, "There is no statement here.");
                }
                return new Acts(new Source(Tokens.withoutComments(sql), now)).of(first);
            } catch (NotRead failure) {
                if (tries == 20 || !Keywords.mayBeName(now, failure.token())) {
                    throw failure;
                }
                words.retype(failure.token(), PostgreSQLStatementLexer.IDENTIFIER_);
            }
        }
    }
}
