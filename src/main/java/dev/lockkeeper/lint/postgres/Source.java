package dev.lockkeeper.lint.postgres;

import dev.lockkeeper.lint.sql.ObjectName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/**
 * A parsed statement's text and tokens, to read names and expressions as they were written.
 *
 * @param sql as written, with blanks in the places of comments
 * @param tokens those that the grammar saw, the end of the text as the last
 */
record Source(String sql, List<Token> tokens) {

    /** As written, without the comments. Words that we put there are part of it. */
    String text(ParserRuleContext part) {
        if (part.getStop() == null
                || part.getStart().getTokenIndex() > part.getStop().getTokenIndex()) {
            return "";
        }
        List<Token> within = tokens(part);
        if (within.stream().anyMatch(Source::ours)) {
            return String.join(" ", within.stream().map(Token::getText).toList());
        }
        return sql.substring(part.getStart().getStartIndex(), part.getStop().getStopIndex() + 1)
                .strip();
    }

    private static boolean ours(Token token) {
        return token.getStopIndex() < token.getStartIndex() && !token.getText().isEmpty();
    }

    /** Empty for a part that says nothing. */
    List<Token> tokens(ParserRuleContext part) {
        if (part.getStop() == null
                || part.getStart().getTokenIndex() > part.getStop().getTokenIndex()) {
            return List.of();
        }
        return tokens.subList(part.getStart().getTokenIndex(), part.getStop().getTokenIndex() + 1);
    }

    /** A name without schema, or the last part of one that has it. */
    String name(ParserRuleContext part) {
        return objectName(part).name();
    }

    ObjectName objectName(ParserRuleContext part) {
        return objectName(tokens(part), 0);
    }

    /** The name that begins at that token; what follows it is not looked at. The database before a schema is left out. */
    static ObjectName objectName(List<Token> tokens, int from) {
        List<String> parts = new ArrayList<>();
        int at = from;
        while (at < tokens.size()) {
            parts.add(identifier(tokens.get(at).getText()));
            if (at + 2 >= tokens.size() || !tokens.get(at + 1).getText().equals(".")) {
                break;
            }
            at += 2;
        }
        return switch (parts.size()) {
            case 0 -> ObjectName.of("");
            case 1 -> ObjectName.of(parts.getFirst());
            default -> new ObjectName(parts.get(parts.size() - 2), parts.getLast());
        };
    }

    /** As the server understands it. */
    static String identifier(String written) {
        if (written.startsWith("\"") && written.endsWith("\"") && written.length() > 1) {
            return written.substring(1, written.length() - 1).replace("\"\"", "\"");
        }
        // Only ASCII is folded, as the server does with most encodings.
        StringBuilder name = new StringBuilder(written.length());
        written.chars().forEach(c -> name.append((char) (c >= 'A' && c <= 'Z' ? c + 32 : c)));
        return name.toString();
    }

    /** In lower case, one space between words, none at parentheses; what is in quotes stays. */
    static String spaced(List<Token> tokens) {
        StringBuilder text = new StringBuilder();
        @Nullable String before = null;
        for (Token token : tokens) {
            String word = token.getText();
            boolean tight = before == null || "([.".contains(before) || "()[],.".contains(word) || before.equals(",");
            text.append(tight ? "" : " ")
                    .append("\"'".indexOf(word.charAt(0)) >= 0 ? word : word.toLowerCase(Locale.ROOT));
            before = word;
        }
        return text.toString();
    }

    /** What a text in quotes of any kind says. */
    static String unquoted(String text) {
        if (text.startsWith("$")) {
            int mark = text.indexOf('$', 1) + 1;
            return text.substring(mark, text.length() - mark);
        }
        int quote = text.indexOf('\'');
        if (quote < 0) {
            return text;
        }
        String within = text.substring(quote + 1, text.length() - 1).replace("''", "'");
        try {
            return text.charAt(0) == 'e' || text.charAt(0) == 'E' ? within.translateEscapes() : within;
        } catch (IllegalArgumentException notJava) {
            return within;
        }
    }
}
