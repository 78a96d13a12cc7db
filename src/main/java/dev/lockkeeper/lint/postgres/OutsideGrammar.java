package dev.lockkeeper.lint.postgres;

import dev.lockkeeper.lint.reading.NotRead;
import dev.lockkeeper.lint.sql.Act;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.antlr.v4.runtime.Token;
import org.apache.shardingsphere.sql.parser.autogen.PostgreSQLStatementLexer;

/**
 * Statements that the grammar has no rule for. Those whose words alone tell what they do become acts here; {@code merge} is brought
 * into the words of an update, so that its source and condition are parsed all the same.
 */
final class OutsideGrammar {

    /** What a merge sets that updates nothing; no name in a statement has a blank without quotes. */
    static final String NO_COLUMN = "no column";

    private OutsideGrammar() {}

    /** What the statement does, empty when the grammar is to say it. */
    static Optional<Act> act(List<Token> tokens) {
        Wording words = new Wording(tokens);
        if (words.starts("do")) {
            return Optional.of(block(words));
        }
        if (words.starts("create", "statistics")) {
            int name = words.are(2, "if", "not", "exists") ? 5 : 2;
            boolean unnamed = words.word(name).equals("on") || words.opens(name);
            return Optional.of(new Act.Create("statistics", unnamed ? null : Source.objectName(words.tokens(), name)));
        }
        if (words.starts("create", "user", "mapping")) {
            return Optional.of(new Act.Other("create user mapping"));
        }
        if (words.starts("create", "subscription")) {
            return Optional.of(new Act.Create("subscription", Source.objectName(words.tokens(), 2)));
        }
        if (words.starts("import", "foreign", "schema")) {
            return Optional.of(new Act.Other("import foreign schema"));
        }
        if (words.starts("reset") && words.word(2).equals(".")) {
            StringBuilder name = new StringBuilder();
            for (int i = 1; i < words.size(); i++) {
                name.append(words.word(i));
            }
            return Optional.of(new Act.Set(name.toString(), null, false));
        }
        return words.starts("alter", "system") ? Optional.of(new Act.Other("alter system")) : Optional.empty();
    }

    private static Act block(Wording words) {
        String language = "plpgsql";
        String body = null;
        for (int i = 1; i < words.size(); i++) {
            Token token = words.at(i);
            if (words.word(i).equals("language")) {
                language = Source.unquoted(Source.identifier(words.at(++i).getText()))
                        .toLowerCase(Locale.ROOT);
            } else if (token.getType() == PostgreSQLStatementLexer.STRING_ && body == null) {
                body = Source.unquoted(token.getText());
            } else {
                throw new NotRead(token.getStartIndex(), -1, "A 'do' has a language and one text in quotes.");
            }
        }
        if (body == null) {
            throw new NotRead(words.at(0).getStartIndex(), -1, "A 'do' has a language and one text in quotes.");
        }
        return new Act.Block(language, body);
    }

    static boolean merges(List<Token> tokens) {
        Wording words = new Wording(tokens);
        return words.starts("merge") || words.starts("with") && words.findOutside("merge", 1) > 0;
    }

    /**
     * {@code merge into t using s on c when …} as {@code update t set … from s where c}. The clauses behind {@code when} are not parsed:
     * for locks and rows it counts which table is written and how its rows are found.
     *
     * @throws NotRead when it is no merge after all
     */
    static List<Token> asUpdate(List<Token> tokens) {
        Wording words = new Wording(tokens);
        int merge = words.findOutside("merge", 0);
        int using = words.findOutside("using", merge);
        int when = words.findOutside("when", using);
        int on = -1;
        for (int i = words.findOutside("on", using); i > 0 && i < when; i = words.findOutside("on", i + 1)) {
            on = i;
        }
        if (using < 0 || on < 0 || when < 0) {
            throw new NotRead(words.at(words.size()).getStartIndex(), -1, "A 'merge' has 'using', 'on' and 'when'.");
        }
        List<String> columns = columns(words, when);
        words.drop(when, words.size());
        words.retype(on, PostgreSQLStatementLexer.WHERE);
        words.retype(using, PostgreSQLStatementLexer.FROM);
        for (int i = columns.size() - 1; i >= 0; i--) {
            words.insert(using, PostgreSQLStatementLexer.DEFAULT, "default");
            words.insert(using, PostgreSQLStatementLexer.EQ_, "=");
            words.insert(using, PostgreSQLStatementLexer.IDENTIFIER_, columns.get(i));
            words.insert(
                    using,
                    i == 0 ? PostgreSQLStatementLexer.SET : PostgreSQLStatementLexer.COMMA_,
                    i == 0 ? "set" : ",");
        }
        words.retype(merge, PostgreSQLStatementLexer.UPDATE);
        if (words.are(merge + 1, "into")) {
            words.drop(merge + 1, 1);
        }
        return words.tokens();
    }

    private static List<String> columns(Wording words, int when) {
        List<String> columns = new ArrayList<>();
        for (int i = words.find("set", when); i > 0; i = words.find("set", i + 1)) {
            for (int at = i + 1; at < words.size() && words.name(at) && words.are(at + 1, "="); ) {
                columns.add(words.at(at).getText());
                int comma = words.findOutside(",", at);
                int next = words.findOutside("when", at);
                at = comma < 0 || next > 0 && next < comma ? words.size() : comma + 1;
            }
        }
        return columns.isEmpty()
                ? List.of(NO_COLUMN)
                : columns.stream().distinct().toList();
    }
}
