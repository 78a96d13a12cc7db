package dev.lockkeeper.lint.postgres;

import dev.lockkeeper.lint.sql.Expr;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.tree.ParseTree;
import org.apache.shardingsphere.sql.parser.autogen.PostgreSQLStatementParser.ColumnrefContext;
import org.apache.shardingsphere.sql.parser.autogen.PostgreSQLStatementParser.DefaultExprContext;
import org.apache.shardingsphere.sql.parser.autogen.PostgreSQLStatementParser.FuncApplicationContext;
import org.apache.shardingsphere.sql.parser.autogen.PostgreSQLStatementParser.FunctionExprCommonSubexprContext;

/** Reads expressions: what they call, and whether they name columns. */
record Expressions(Source source) {

    private static final Set<String> NOW =
            Set.of("now", "current_timestamp", "current_date", "current_time", "localtime", "localtimestamp");

    /** Part of the language: they compute nothing of their own. */
    private static final Set<String> NO_CALL = Set.of("coalesce", "nullif", "greatest", "least", "cast", "treat");

    Expr of(ParserRuleContext part) {
        return new Expr(source.text(part), calls(part), Tree.has(part, ColumnrefContext.class));
    }

    /** Of a check, a filter or a generated column, whose outer parentheses belong to the clause. */
    Expr inParentheses(ParserRuleContext part) {
        Expr whole = of(part);
        return new Expr(withoutParentheses(whole.text()), whole.calls(), whole.columns());
    }

    private List<String> calls(ParserRuleContext part) {
        List<String> calls = new ArrayList<>();
        for (ParserRuleContext inner : Tree.all(part, ParserRuleContext.class)) {
            if (inner instanceof FuncApplicationContext call) {
                calls.add(name(source.name(call.funcName())));
            } else if (inner instanceof DefaultExprContext given && given.CURRENT_TIMESTAMP() != null) {
                calls.add("now");
            } else if (inner instanceof FunctionExprCommonSubexprContext call) {
                String name = first(call).toLowerCase(Locale.ROOT);
                if (!NO_CALL.contains(name)) {
                    calls.add(name(name));
                }
            }
        }
        return calls.stream().distinct().toList();
    }

    private static String first(ParseTree call) {
        return call.getChild(0).getText();
    }

    private static String name(String function) {
        return NOW.contains(function) ? "now" : function;
    }

    private static String withoutParentheses(String text) {
        if (!text.startsWith("(") || !text.endsWith(")")) {
            return text;
        }
        Lexemes lexemes = new Lexemes(text, 0);
        int depth = 0;
        while (lexemes.next() != Lexemes.Kind.END) {
            depth += lexemes.is('(') ? 1 : lexemes.is(')') ? -1 : 0;
            if (depth == 0 && lexemes.to() < text.length()) {
                return text;
            }
        }
        return text.substring(1, text.length() - 1).strip();
    }
}
