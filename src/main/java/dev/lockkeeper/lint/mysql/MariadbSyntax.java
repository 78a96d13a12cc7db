package dev.lockkeeper.lint.mysql;

import dev.lockkeeper.target.mysql.Tokens;
import dev.lockkeeper.target.mysql.Tokens.Kind;
import dev.lockkeeper.target.mysql.Tokens.Token;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Makes room in a statement for what the grammar does not know: MariaDB's own clauses, and comments that the servers execute. A clause
 * is painted over by spaces or by words of the same length, so that every place stays where it was; what matters of it is kept beside.
 */
final class MariadbSyntax {

    private static final Set<String> CHANGING =
            Set.of("alter", "create", "drop", "truncate", "rename", "optimize", "lock");
    private static final Set<String> NAMES_BEFORE = Set.of(
            "default", "column", "add", "drop", "modify", "change", "by", "on", "after", "to", "set", "alter", "table",
            "index", "key", "as");

    private final char[] text;
    private final List<Token> tokens;
    private boolean noCopy;
    private boolean online;
    private boolean conditional;
    private boolean waits;

    private MariadbSyntax(String sql) {
        text = sql.toCharArray();
        for (int i = 0; i < text.length; i++) {
            // The lexer counts characters beyond the first plane as one, Java as two.
            text[i] = Character.isSurrogate(text[i]) ? '\u00b7' : text[i];
        }
        openComments(sql);
        tokens = Tokens.of(new String(text)).stream()
                .filter(token -> token.kind() != Kind.COMMENT)
                .toList();
    }

    /**
     * @param text for the grammar, as long as the statement
     * @param noCopy whether it asks for {@code algorithm=nocopy}
     * @param online whether it is an {@code alter online table}
     * @param conditional whether it has an {@code if exists} or {@code if not exists} that was painted over
     * @param waits whether it says itself how long it waits for its lock
     */
    record Readable(String text, boolean noCopy, boolean online, boolean conditional, boolean waits) {}

    static Readable of(String sql) {
        MariadbSyntax syntax = new MariadbSyntax(sql);
        syntax.forOneStatement();
        for (int i = 0; i < syntax.tokens.size(); i++) {
            syntax.look(i);
        }
        return new Readable(new String(syntax.text), syntax.noCopy, syntax.online, syntax.conditional, syntax.waits);
    }

    /** {@code /*!80000 … *}{@code /} and {@code /*M!100600 … *}{@code /} are statements: only their marks go. */
    private void openComments(String sql) {
        for (Token token : Tokens.of(sql)) {
            if (token.kind() == Kind.EXECUTED_COMMENT) {
                int open = token.from() + (sql.charAt(token.from() + 2) == 'M' ? 4 : 3);
                while (open < token.to() - 2 && Character.isDigit(sql.charAt(open))) {
                    open++;
                }
                paint(token.from(), open);
                paint(token.to() - 2, token.to());
            }
        }
    }

    /** {@code set statement lock_wait_timeout = 5 for alter table …}. */
    private void forOneStatement() {
        if (!word(0, "set") || !word(1, "statement")) {
            return;
        }
        for (int i = 2; i < tokens.size() && i < 60; i++) {
            waits |= word(i, "lock_wait_timeout");
            if (word(i, "for")) {
                paint(tokens.getFirst().from(), tokens.get(i).to());
                return;
            }
        }
    }

    private void look(int i) {
        boolean changes = CHANGING.contains(lower(0)) || waits;
        if (word(i, "nocopy")) {
            noCopy = true;
            paint(i, "copy  ");
        } else if (changes && word(i, "if") && word(i + 1, "exists") && !special(i)) {
            conditional = true;
            paint(tokens.get(i).from(), tokens.get(i + 1).to());
        } else if (changes && word(i, "if") && word(i + 1, "not") && word(i + 2, "exists") && !special(i)) {
            conditional = true;
            paint(tokens.get(i).from(), tokens.get(i + 2).to());
        } else if (word(i, "alter") && (word(i + 1, "online") || word(i + 1, "ignore"))) {
            online |= word(i + 1, "online");
            paint(tokens.get(i + 1).from(), tokens.get(i + 1).to());
            online |= word(i + 2, "online") && word(i + 3, "table");
        } else if (changes) {
            clauses(i);
        }
    }

    private void clauses(int i) {
        if (word(i, "wait") && i + 1 < tokens.size() && tokens.get(i + 1).kind() == Kind.NUMBER) {
            waits = true;
            paint(tokens.get(i).from(), tokens.get(i + 1).to());
        } else if (word(i, "nowait")) {
            waits = true;
            paint(tokens.get(i).from(), tokens.get(i).to());
        } else if (word(i, "without") && word(i + 1, "overlaps")) {
            paint(tokens.get(i).from(), tokens.get(i + 1).to());
        } else if (word(i, "with") && word(i + 1, "system") && word(i + 2, "versioning")) {
            paint(tokens.get(i).from(), tokens.get(i + 2).to());
        } else if (word(i, "ignored") && i > 1 && !word(i - 1, ".")) {
            ignored(i);
        } else if (word(i, "persistent")) {
            paint(i, "stored    ");
        } else if (word(i, "default")
                && i + 2 < tokens.size()
                && tokens.get(i + 1).kind() == Kind.WORD
                && word(i + 2, "(")) {
            call(i + 1);
        } else {
            type(i);
        }
    }

    private void ignored(int i) {
        if (word(i - 1, "not")) {
            paint(tokens.get(i - 1).from(), tokens.get(i).from());
        }
        paint(i, "visible");
    }

    /** A default may call a function without parentheses around it; the expression is read by itself afterwards. */
    private void call(int i) {
        if (word(i, "current_timestamp") || word(i, "localtime") || word(i, "localtimestamp")) {
            return;
        }
        int depth = 0;
        for (int end = i + 1; end < tokens.size(); end++) {
            depth += word(end, "(") ? 1 : word(end, ")") ? -1 : 0;
            if (depth == 0) {
                int from = tokens.get(i).from();
                Arrays.fill(text, from, tokens.get(end).to(), 'x');
                text[from] = '\'';
                text[tokens.get(end).to() - 1] = '\'';
                return;
            }
        }
    }

    /** Types of MariaDB, and of MySQL 9, under the name of one that is as long. */
    private void type(int i) {
        if (i == 0 || NAMES_BEFORE.contains(lower(i - 1)) || !named(i - 1)) {
            return;
        }
        switch (lower(i)) {
            case "uuid" -> paint(i, "json");
            case "inet4", "inet6" -> paint(i, "point");
            case "vector" -> paint(i, word(i + 1, "(") ? "binary" : "blob  ");
            default -> {}
        }
    }

    private boolean named(int i) {
        return tokens.get(i).kind() == Kind.WORD || tokens.get(i).kind() == Kind.NAME;
    }

    /** Where the grammar has the clause itself: {@code create table if not exists}, {@code drop table if exists}. */
    private boolean special(int i) {
        String before = lower(i - 1);
        return switch (before) {
            case "table", "tables", "view", "database", "schema", "event", "user", "role" -> !lower(0).equals("alter");
            case "procedure", "function", "trigger" -> lower(0).equals("drop");
            default -> !Set.of("alter", "create", "drop").contains(lower(0)) || inRoutine(i);
        };
    }

    private boolean inRoutine(int i) {
        return tokens.subList(0, i).stream()
                .anyMatch(token -> token.anyOf("begin", "then", "procedure", "function", "trigger"));
    }

    private boolean word(int i, String word) {
        return i >= 0 && i < tokens.size() && tokens.get(i).is(word);
    }

    private String lower(int i) {
        return i < 0 || i >= tokens.size() ? "" : tokens.get(i).text().toLowerCase(Locale.ROOT);
    }

    private void paint(int from, int to) {
        Arrays.fill(text, from, to, ' ');
    }

    private void paint(int token, String other) {
        other.getChars(0, other.length(), text, tokens.get(token).from());
    }
}
