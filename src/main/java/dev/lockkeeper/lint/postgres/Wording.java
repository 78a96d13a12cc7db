package dev.lockkeeper.lint.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Token;
import org.apache.shardingsphere.sql.parser.autogen.PostgreSQLStatementLexer;

/** The tokens of a statement while they are brought into a wording that the grammar knows. */
final class Wording {

    private final List<Token> tokens;

    Wording(List<Token> tokens) {
        this.tokens = new ArrayList<>(tokens);
    }

    List<Token> tokens() {
        return tokens;
    }

    /** Without the end of the text. */
    int size() {
        return tokens.size() - 1;
    }

    Token at(int index) {
        return tokens.get(Math.max(0, Math.min(index, size())));
    }

    /** In lower case; empty outside the statement. */
    String word(int index) {
        return index < 0 || index >= size() ? "" : tokens.get(index).getText().toLowerCase(Locale.ROOT);
    }

    /** Whether these words stand there, one after the other. */
    boolean are(int index, String... words) {
        for (int i = 0; i < words.length; i++) {
            if (!word(index + i).equals(words[i])) {
                return false;
            }
        }
        return true;
    }

    boolean starts(String... words) {
        return are(0, words);
    }

    boolean has(String word) {
        return find(word, 0) >= 0;
    }

    /** -1 when it does not come at all. */
    int find(String word, int from) {
        for (int i = from; i < size(); i++) {
            if (word(i).equals(word)) {
                return i;
            }
        }
        return -1;
    }

    /** As {@link #find}, but between no parentheses that open after {@code from}. */
    int findOutside(String word, int from) {
        for (int i = from; i < size(); i++) {
            if (word(i).equals(word)) {
                return i;
            }
            if (opens(i)) {
                i = closing(i);
            }
        }
        return -1;
    }

    boolean opens(int index) {
        return word(index).equals("(") || word(index).equals("[");
    }

    /** Where what opens there is closed; the last token when it never is. */
    int closing(int index) {
        int depth = 0;
        for (int i = index; i < size(); i++) {
            String word = word(i);
            depth += word.equals("(") || word.equals("[") ? 1 : word.equals(")") || word.equals("]") ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        return size() - 1;
    }

    /** Whether it may be a name: no keyword that PostgreSQL reserves, no sign. */
    boolean name(int index) {
        String word = word(index);
        return !word.isEmpty()
                && (Character.isLetter(word.charAt(0))
                        || word.charAt(0) == '_'
                        || word.charAt(0) == '"'
                        || word.charAt(0) >= 0x80);
    }

    /** Behind a name with its schema that begins there. */
    int behindName(int index) {
        int next = index + 1;
        while (word(next).equals(".")) {
            next += 2;
        }
        return next;
    }

    void drop(int index, int count) {
        tokens.subList(index, Math.min(index + count, size())).clear();
    }

    void retype(int index, int type) {
        CommonToken token = new CommonToken(tokens.get(index));
        token.setType(type);
        tokens.set(index, token);
    }

    /** A token that stands nowhere in the text: it has the place of the one behind it, and no length. */
    void insert(int index, int type, String text) {
        CommonToken token = new CommonToken(type, text);
        int place = at(index).getStartIndex();
        token.setStartIndex(place);
        token.setStopIndex(place - 1);
        tokens.add(Math.min(index, size()), token);
    }

    /** One text in place of several tokens, as long as they. */
    void asText(int index, int count) {
        CommonToken token = new CommonToken(at(index));
        token.setType(PostgreSQLStatementLexer.STRING_);
        token.setStopIndex(at(index + count - 1).getStopIndex());
        drop(index, count);
        tokens.add(index, token);
    }
}
