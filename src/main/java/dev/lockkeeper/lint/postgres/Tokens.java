package dev.lockkeeper.lint.postgres;

import dev.lockkeeper.lint.postgres.Lexemes.Kind;
import dev.lockkeeper.lint.reading.NotRead;
import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.BaseErrorListener;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.LexerNoViableAltException;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Recognizer;
import org.antlr.v4.runtime.Token;
import org.apache.shardingsphere.sql.parser.autogen.PostgreSQLStatementLexer;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of one statement for the generated parser. The generated lexer gets a text of the same length in which comments are
 * blanks, texts of every kind are {@code 'xxx'}, and characters beyond ASCII are letters: so it cannot be of another opinion about where
 * one ends. Each token keeps its place in the original, and names and texts are taken from there.
 */
final class Tokens {

    private Tokens() {}

    /**
     * Those that count, the end of the text as the last.
     *
     * @throws NotRead for what is no SQL at all
     */
    static List<Token> of(String sql) {
        PostgreSQLStatementLexer lexer = new PostgreSQLStatementLexer(CharStreams.fromString(masked(sql)));
        lexer.removeErrorListeners();
        lexer.addErrorListener(new Refusing());
        List<Token> tokens = new ArrayList<>();
        for (Token token : lexer.getAllTokens()) {
            if (token.getChannel() == Token.DEFAULT_CHANNEL && token instanceof CommonToken common) {
                common.setText(sql.substring(token.getStartIndex(), token.getStopIndex() + 1));
                tokens.add(common);
            }
        }
        CommonToken end = new CommonToken(Token.EOF, "");
        end.setStartIndex(sql.length());
        end.setStopIndex(sql.length() - 1);
        tokens.add(end);
        return tokens;
    }

    /** The statement without its comments: blanks stand in their places. */
    static String withoutComments(String sql) {
        Lexemes lexemes = new Lexemes(sql, 0);
        char[] characters = sql.toCharArray();
        while (lexemes.next() != Kind.END) {
            if (lexemes.kind() == Kind.COMMENT) {
                fill(characters, lexemes.from(), lexemes.to(), ' ');
            }
        }
        return new String(characters);
    }

    private static String masked(String sql) {
        Lexemes lexemes = new Lexemes(sql, 0);
        char[] characters = sql.toCharArray();
        while (lexemes.next() != Kind.END) {
            int from = lexemes.from();
            int to = lexemes.to();
            switch (lexemes.kind()) {
                case SPACE, COMMENT -> fill(characters, from, to, ' ');
                case TEXT -> quote(characters, from, to, '\'');
                case NAME -> quote(characters, from, to, '"');
                case NUMBER -> number(characters, from, to);
                case WORD -> letters(characters, from, to);
                case SIGN, OPEN, END -> {}
            }
        }
        return new String(characters);
    }

    private static void fill(char[] characters, int from, int to, char with) {
        for (int i = from; i < to; i++) {
            characters[i] = with;
        }
    }

    private static void quote(char[] characters, int from, int to, char mark) {
        fill(characters, from, to, 'x');
        characters[from] = mark;
        characters[to - 1] = mark;
    }

    /** {@code 1_000}, {@code 0x1F} and {@code 1.} are numbers that the generated lexer does not know. */
    private static void number(char[] characters, int from, int to) {
        boolean odd = characters[to - 1] == '.';
        for (int i = from; i < to; i++) {
            odd |= characters[i] == '_' || i == from + 1 && "xXoObB".indexOf(characters[i]) >= 0;
        }
        if (odd) {
            fill(characters, from, to, '1');
        }
    }

    private static void letters(char[] characters, int from, int to) {
        for (int i = from; i < to; i++) {
            if (characters[i] >= 0x80) {
                // What no keyword has: 'indeß' is not 'index'.
                characters[i] = i == from ? '_' : '$';
            }
        }
    }

    /** What the lexer does not know, such as a control character, it would pass over in silence; the server refuses it. */
    private static final class Refusing extends BaseErrorListener {
        @Override
        public void syntaxError(
                Recognizer<?, ?> lexer,
                @Nullable Object symbol,
                int line,
                int column,
                @Nullable String message,
                @Nullable RecognitionException failure) {
            int at = failure instanceof LexerNoViableAltException there ? there.getStartIndex() : 0;
            throw new NotRead(at, -1, "A character stands here that is no SQL.");
        }
    }
}
