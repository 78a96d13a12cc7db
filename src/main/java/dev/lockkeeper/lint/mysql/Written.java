package dev.lockkeeper.lint.mysql;

import dev.lockkeeper.lint.sql.Expr;
import dev.lockkeeper.lint.sql.ObjectName;
import dev.lockkeeper.target.mysql.Tokens;
import dev.lockkeeper.target.mysql.Tokens.Kind;
import dev.lockkeeper.target.mysql.Tokens.Token;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.tree.ParseTree;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.AggregationFunctionNameContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.ColumnRefContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.JsonFunctionNameContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.NowContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.RegularFunctionNameContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.ShorthandRegularFunctionContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.SpecialFunctionContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.TableNameContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.UdfFunctionContext;
import org.jspecify.annotations.Nullable;

/** What stands in the statement where the tree has a node: names, expressions and words as their author wrote them. */
final class Written {

    private final String sql;
    private final MariadbSyntax.Readable readable;

    Written(String sql, MariadbSyntax.Readable readable) {
        this.sql = sql;
        this.readable = readable;
    }

    MariadbSyntax.Readable readable() {
        return readable;
    }

    /** Nothing for an empty node. */
    String text(@Nullable ParserRuleContext node) {
        return node == null
                        || node.getStop() == null
                        || node.getStop().getStopIndex() < node.getStart().getStartIndex()
                ? ""
                : sql.substring(node.getStart().getStartIndex(), node.getStop().getStopIndex() + 1);
    }

    String name(ParserRuleContext node) {
        String text = text(node);
        return text.startsWith("`") || text.startsWith("\"")
                ? text.substring(1, text.length() - 1)
                        .replace(text.substring(0, 1).repeat(2), text.substring(0, 1))
                : text;
    }

    ObjectName table(TableNameContext node) {
        return new ObjectName(node.owner() == null ? null : name(node.owner()), name(node.name()));
    }

    /** An object whose name may be written with its database. */
    ObjectName object(ParserRuleContext node) {
        List<Token> tokens = spoken(text(node));
        Token last = tokens.getLast();
        return new ObjectName(tokens.size() < 3 ? null : tokens.getFirst().named(), last.named());
    }

    /** In lower case but for strings and names, one space between words, none before a parenthesis and after a comma. */
    String words(String text) {
        StringBuilder words = new StringBuilder();
        for (Token token : spoken(text)) {
            boolean tight = token.anyOf("(", ")", ",")
                    || words.isEmpty()
                    || "(,".indexOf(words.charAt(words.length() - 1)) >= 0;
            words.append(tight ? "" : " ")
                    .append(token.kind() == Kind.STRING || token.kind() == Kind.NAME ? token.text() : token.lower());
        }
        return words.toString();
    }

    Expr expression(ParserRuleContext node) {
        String text = text(node);
        boolean painted = !readable.text().regionMatches(node.getStart().getStartIndex(), text, 0, text.length());
        ParserRuleContext tree = painted ? MysqlGrammar.expression(text) : node;
        return expression(text, tree);
    }

    private Expr expression(String text, ParserRuleContext tree) {
        List<String> calls = new ArrayList<>();
        boolean[] columns = new boolean[1];
        each(tree, node -> {
            String call = call(node);
            if (call != null) {
                calls.add(call);
            }
            columns[0] |= node instanceof ColumnRefContext;
        });
        String spoken = spoken(text).size() == Tokens.of(text).size() ? text : words(text);
        return new Expr(spoken, calls, columns[0]);
    }

    private static @Nullable String call(ParseTree node) {
        return switch (node) {
            case NowContext ignored -> "now";
            case RegularFunctionNameContext name -> known(name.getText());
            case ShorthandRegularFunctionContext shorthand ->
                known(shorthand.getStart().getText());
            case AggregationFunctionNameContext name -> known(name.getText());
            case JsonFunctionNameContext name -> known(name.getText());
            case UdfFunctionContext udf -> known(udf.functionName().getStop().getText());
            case SpecialFunctionContext special -> known(special.getStart().getText());
            default -> null;
        };
    }

    private static String known(String function) {
        String name = function.toLowerCase(java.util.Locale.ROOT).replace("`", "");
        return switch (name) {
            case "current_timestamp",
                    "current_date",
                    "current_time",
                    "curdate",
                    "curtime",
                    "localtime",
                    "localtimestamp",
                    "sysdate",
                    "utc_date",
                    "utc_time",
                    "utc_timestamp",
                    "unix_timestamp" -> "now";
            default -> name;
        };
    }

    private static List<Token> spoken(String text) {
        return Tokens.of(text).stream()
                .filter(token -> token.kind() != Kind.COMMENT && token.kind() != Kind.EXECUTED_COMMENT)
                .toList();
    }

    /** Every node below, without recursion: trees of long sums are as deep as the sums are long. */
    static void each(ParseTree root, Consumer<ParseTree> visitor) {
        Deque<ParseTree> open = new ArrayDeque<>();
        open.push(root);
        while (!open.isEmpty()) {
            ParseTree node = open.pop();
            visitor.accept(node);
            for (int i = node.getChildCount() - 1; i >= 0; i--) {
                open.push(node.getChild(i));
            }
        }
    }

    static <T extends ParseTree> List<T> all(@Nullable ParseTree root, Class<T> type) {
        List<T> found = new ArrayList<>();
        if (root != null) {
            each(root, node -> {
                if (type.isInstance(node)) {
                    found.add(type.cast(node));
                }
            });
        }
        return found;
    }
}
