package dev.lockkeeper.target.mysql;

import dev.lockkeeper.plan.Column;
import dev.lockkeeper.target.mysql.Tokens.Kind;
import dev.lockkeeper.target.mysql.Tokens.Token;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A column of a plan as it stands in {@code create table} and {@code add column}; and whether it may stand there. */
final class ColumnText {

    /** A number, a text, a word of the language, a time that the server fills in; MySQL wants brackets around everything else. */
    private static final Pattern SIMPLE = Pattern.compile(
            "-?[0-9]+(\\.[0-9]+)?|'([^'\\\\]|'')*'|\"[^\"\\\\]*\"|[bx]'[0-9a-f]*'|null|true|false|(current_timestamp|now)(\\([0-6]?\\))?",
            Pattern.CASE_INSENSITIVE);

    private ColumnText() {}

    static String of(Column column) {
        return Quoting.name(column.name()) + " " + column.type().strip()
                + (column.defaultSql() == null
                        ? ""
                        : " default " + brackets(column.defaultSql().strip()))
                + (column.nullable() ? nullable(column) : " not null");
    }

    /** A {@code timestamp} is not null when nothing is said, on servers set so. */
    private static String nullable(Column column) {
        return column.type().strip().toLowerCase(Locale.ROOT).startsWith("timestamp") ? " null" : "";
    }

    /** Whether a default gives every row that is there the same value, so that the server need not write it. */
    static boolean constant(Column column) {
        return column.defaultSql() == null
                || SIMPLE.matcher(column.defaultSql().strip()).matches();
    }

    private static String brackets(String expression) {
        return SIMPLE.matcher(expression).matches() ? expression : Fragment.inBrackets(expression);
    }

    /** @param columns that a generated column and a check may read, in lower case */
    static boolean standsAlone(
            Expressions expressions, Findings findings, Column column, Set<String> columns, String path) {
        boolean alone = type(expressions, findings, column.type(), columns, path + ".type");
        if (column.defaultSql() != null) {
            alone &= expressions.judged(column.defaultSql(), columns, path + ".default");
        }
        return alone & (column.check() == null || expressions.judged(column.check(), columns, path + ".check"));
    }

    private static boolean type(
            Expressions expressions, Findings findings, String type, Set<String> columns, String path) {
        Optional<String> problem = Fragment.problem(type);
        if (problem.isPresent()) {
            findings.invalid(path, "'" + type.strip() + "' " + problem.get());
            return false;
        }
        List<Token> tokens = Tokens.of(type);
        int expression = -1;
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.get(i).is("as")
                    && i + 1 < tokens.size()
                    && tokens.get(i + 1).is("(")) {
                expression = i + 1;
                break;
            }
        }
        int after = expression < 0 ? tokens.size() : close(tokens, expression) + 1;
        String wrong = null;
        for (int i = 0; i < tokens.size() && wrong == null; i++) {
            wrong = expression >= 0 && i >= expression && i < after ? null : wrong(tokens, i);
        }
        if (wrong != null) {
            findings.unsupported(path, "'" + wrong + "' is not known as a part of a column's type");
            return false;
        }
        return expression < 0
                || expressions.judged(
                        type.substring(
                                tokens.get(expression).from(),
                                tokens.get(after - 1).to()),
                        columns,
                        path);
    }

    private static @Nullable String wrong(List<Token> tokens, int i) {
        Token token = tokens.get(i);
        boolean named = i > 0 && tokens.get(i - 1).anyOf("collate", "charset", "set", "=");
        boolean fine =
                switch (token.kind()) {
                    case NUMBER, STRING -> true;
                    case SYMBOL -> token.anyOf("(", ")", ",", "=");
                    case WORD -> named || Words.TYPES.contains(token.lower());
                    case NAME, COMMENT, EXECUTED_COMMENT, BROKEN -> false;
                };
        return fine ? null : token.text();
    }

    /** The place of the bracket that closes this one; {@link Fragment} has seen that there is one. */
    private static int close(List<Token> tokens, int open) {
        int depth = 0;
        for (int i = open; i < tokens.size(); i++) {
            depth += tokens.get(i).is("(") ? 1 : tokens.get(i).is(")") ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        return tokens.size() - 1;
    }

    /** {@code virtual}, {@code stored}; empty for a column that is no expression. */
    static Optional<String> generated(Column column) {
        List<Token> tokens = Tokens.of(column.type());
        if (tokens.stream().noneMatch(token -> token.kind() == Kind.WORD && token.is("as"))) {
            return Optional.empty();
        }
        boolean stored = tokens.stream().anyMatch(token -> token.anyOf("stored", "persistent"));
        return Optional.of(stored ? "stored" : "virtual");
    }
}
