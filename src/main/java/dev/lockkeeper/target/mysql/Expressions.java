package dev.lockkeeper.target.mysql;

import dev.lockkeeper.plan.Identifier;
import dev.lockkeeper.target.mysql.Tokens.Kind;
import dev.lockkeeper.target.mysql.Tokens.Token;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Judges expressions that an author wrote over the columns of a table: word for word by {@link Words} before anything of them reaches the
 * server, then by the server, which explains them on an empty copy.
 */
final class Expressions {

    private final Scratch scratch;
    private final Findings findings;

    Expressions(Scratch scratch, Findings findings) {
        this.scratch = scratch;
        this.findings = findings;
    }

    /** True when each column is there and its expression can be computed; else the findings say what is wrong. */
    boolean right(PlannedTable table, Map<Identifier, String> set, String path) throws SQLException {
        boolean right = true;
        Map<String, PlannedColumn> columns = scratch.columns(table);
        for (var each : set.entrySet()) {
            String at = path + "." + each.getKey();
            PlannedColumn column = columns.get(Names.lower(each.getKey().text()));
            if (column == null) {
                findings.missing(at, "table '" + table + "' has no column '" + each.getKey() + "' at this step");
            } else if (column.generated()) {
                findings.unsupported(at, "the server computes this column itself; it cannot be written");
            }
            right &= column != null
                    && !column.generated()
                    && judged(each.getValue(), columns.keySet(), at)
                    && scratch.attempt(
                            at,
                            "explain update " + scratch.copy(table) + " set " + column.sql() + " = "
                                    + Fragment.inBrackets(each.getValue()));
        }
        return right;
    }

    /** True when none gives another value each time; else with a finding that ends with the way out. */
    boolean steady(PlannedTable table, Map<Identifier, String> set, String path, String way) throws SQLException {
        boolean steady = true;
        Set<String> columns = scratch.columns(table).keySet();
        for (var each : set.entrySet()) {
            Optional<String> word = unsteady(each.getValue(), columns);
            if (word.isPresent()) {
                findings.unsupported(
                        path + "." + each.getKey(),
                        "'" + each.getValue().strip() + "' may give another value each time it is asked (" + word.get()
                                + "), so it can be neither compared nor repeated; " + way);
                steady = false;
            }
        }
        return steady;
    }

    /** The word that makes it give another value each time. @param columns in lower case */
    static Optional<String> unsteady(String expression, Set<String> columns) {
        List<Token> tokens = Tokens.of(expression);
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            boolean call = i + 1 < tokens.size() && tokens.get(i + 1).is("(");
            boolean ofItsArgument =
                    token.is("unix_timestamp") && call && !tokens.get(i + 2).is(")");
            if (token.kind() == Kind.WORD
                    && Words.UNSTEADY.contains(token.lower())
                    && (call || Words.UNSTEADY_BARE.contains(token.lower()))
                    && !ofItsArgument) {
                return Optional.of(token.lower());
            }
        }
        return Optional.empty();
    }

    /** The function whose answer depends on settings of the session that asks: its zone, the language of names. */
    static Optional<String> ofSession(String expression) {
        List<Token> tokens = Tokens.of(expression);
        return IntStream.range(0, tokens.size())
                .filter(i -> calls(tokens, i)
                        && Words.OF_SESSION.contains(tokens.get(i).lower()))
                .mapToObj(i -> tokens.get(i).lower())
                .findFirst();
    }

    /** Whether the text may be put inside a statement of ours at all. @param columns in lower case */
    boolean judged(String sql, Set<String> columns, String path) {
        Optional<String> problem = Fragment.problem(sql);
        if (problem.isPresent()) {
            findings.invalid(path, "'" + sql.strip() + "' " + problem.get());
            return false;
        }
        List<Token> tokens = Tokens.of(sql);
        boolean right = true;
        for (int i = 0; i < tokens.size(); i++) {
            String wrong = wrong(tokens, i, columns);
            if (wrong != null) {
                findings.unsupported(path, "'" + sql.strip() + "' " + wrong);
                right = false;
            } else if (named(tokens.get(i)) && unknown(tokens, i, columns)) {
                findings.missing(path, "there is no column '" + tokens.get(i).named() + "' at this step");
                right = false;
            }
        }
        return right;
    }

    /** The columns that the expressions read, by name in lower case. */
    static Map<String, PlannedColumn> sources(Map<String, PlannedColumn> columns, Collection<String> expressions) {
        Map<String, PlannedColumn> sources = new TreeMap<>();
        for (String expression : expressions) {
            List<Token> tokens = Tokens.of(expression);
            for (int i = 0; i < tokens.size(); i++) {
                PlannedColumn column = named(tokens.get(i)) && !calls(tokens, i) && !naming(tokens, i)
                        ? columns.get(Names.lower(tokens.get(i).named()))
                        : null;
                if (column != null) {
                    sources.put(Names.lower(column.name()), column);
                }
            }
        }
        return sources;
    }

    private static @Nullable String wrong(List<Token> tokens, int i, Set<String> columns) {
        Token token = tokens.get(i);
        boolean bracket = i + 1 < tokens.size() && tokens.get(i + 1).is("(");
        if (token.kind() == Kind.NAME) {
            return bracket ? "calls a function by a quoted name, which may be one of the author's own" : null;
        }
        if (token.kind() != Kind.WORD || naming(tokens, i)) {
            return null;
        }
        String word = token.lower();
        if (Words.REFUSED.contains(word)) {
            return "has '" + token.text() + "': queries, sequences and what writes are not taken here"
                    + (columns.contains(word) ? "; write the column's name in backticks" : "");
        }
        if (!bracket || Words.OPERATORS.contains(word)) {
            return null;
        }
        if (!Words.STEADY.contains(word) && !Words.UNSTEADY.contains(word)) {
            return "calls '" + token.text()
                    + "', of which Lockkeeper does not know that it does nothing but compute; functions of one's own"
                    + " would run while the plan is looked at";
        }
        return calls(tokens, i)
                ? null
                : "has a space between '" + token.text() + "' and its bracket, which MySQL reads as another function";
    }

    private static boolean unknown(List<Token> tokens, int i, Set<String> columns) {
        Token token = tokens.get(i);
        if (columns.contains(Names.lower(token.named()))) {
            return false;
        }
        boolean word = token.kind() == Kind.WORD
                && (calls(tokens, i)
                        || naming(tokens, i)
                        || introduces(tokens, i)
                        || Words.OPERATORS.contains(token.lower())
                        || Words.UNSTEADY_BARE.contains(token.lower()));
        return !word;
    }

    private static boolean named(Token token) {
        return token.kind() == Kind.WORD || token.kind() == Kind.NAME;
    }

    private static boolean calls(List<Token> tokens, int i) {
        return i + 1 < tokens.size()
                && tokens.get(i + 1).is("(")
                && tokens.get(i + 1).from() == tokens.get(i).to()
                && tokens.get(i).kind() == Kind.WORD;
    }

    /** {@code x'ab'}, {@code _utf8mb4'text'}. */
    private static boolean introduces(List<Token> tokens, int i) {
        Token token = tokens.get(i);
        return i + 1 < tokens.size()
                && tokens.get(i + 1).kind() == Kind.STRING
                && (token.text().startsWith("_") || token.anyOf("x", "b", "n"));
    }

    private static boolean naming(List<Token> tokens, int i) {
        return i > 0
                && tokens.get(i - 1).kind() == Kind.WORD
                && Words.NAMING.contains(tokens.get(i - 1).lower())
                && !(i + 1 < tokens.size() && tokens.get(i + 1).is("("));
    }
}
