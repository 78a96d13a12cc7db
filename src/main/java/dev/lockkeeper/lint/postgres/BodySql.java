package dev.lockkeeper.lint.postgres;

import dev.lockkeeper.lint.postgres.Lexemes.Kind;
import dev.lockkeeper.lint.reading.NotRead;
import dev.lockkeeper.lint.sql.Act;
import java.util.LinkedHashSet;
import java.util.Set;

/** Statements of SQL as PL/pgSQL has them: with variables to read into, {@code perform}, and texts that are executed. */
record BodySql(PostgresReader reader) {

    /** @throws NotRead when the grammar does not know it */
    Act act(String text) {
        Words words = new Words(text);
        return switch (words.word(0)) {
            case "perform" -> reader.act("select " + text.substring("perform".length()));
            case "execute" -> executed(text);
            default -> reader.act(withoutTargets(text, words));
        };
    }

    /** What a constant text says; a text that is put together cannot be told. {@code format} gets any name for its marks. */
    private Act executed(String text) {
        Lexemes lexemes = new Lexemes(text, "execute".length());
        boolean format = false;
        while (lexemes.next() != Kind.END && lexemes.kind() != Kind.TEXT) {
            format |= lexemes.is("format");
        }
        if (lexemes.kind() != Kind.TEXT) {
            return new Act.Other("execute");
        }
        String constant = Source.unquoted(lexemes.text());
        try {
            return reader.act(format ? filled(constant) : constant);
        } catch (NotRead partOfIt) {
            return new Act.Other("execute");
        }
    }

    private static String filled(String format) {
        return format.replace("%%", "%")
                .replace("%I", "_any")
                .replace("%L", "'any'")
                .replace("%s", "_any");
    }

    /** Without {@code into a, b}, which names variables here and not a table; blanks stand in its place. */
    private static String withoutTargets(String text, Words words) {
        for (int i = 1; !words.word(i).isEmpty(); i++) {
            boolean table =
                    words.word(i - 1).equals("insert") || words.word(i - 1).equals("merge");
            if (words.word(i).equals("into") && !table) {
                int from = words.place(i);
                int to = words.place(behindTargets(words, i + 1));
                return text.substring(0, from) + " ".repeat(to - from) + text.substring(to);
            }
        }
        return text;
    }

    private static int behindTargets(Words words, int start) {
        int at = words.word(start).equals("strict") ? start + 1 : start;
        at++;
        while (words.word(at).equals(",") || words.word(at).equals(".")) {
            at += 2;
        }
        return at;
    }

    /** Variables that a statement sets: {@code a := 1}, {@code a = 1}, {@code into a, b}, {@code get diagnostics a = row_count}. */
    static Set<String> assigned(Words words, int from, int to) {
        Set<String> set = new LinkedHashSet<>();
        int first =
                words.word(from).equals("get") ? words.word(from + 1).equals("current") ? from + 3 : from + 2 : from;
        if (words.word(first + 1).equals(":") || words.word(first + 1).equals("=")) {
            set.add(words.word(first));
        }
        for (int i = from; i < to; i++) {
            if (words.word(i).equals("into") && !words.word(i - 1).equals("insert")) {
                int end = behindTargets(words, i + 1);
                for (int target = i + 1; target < end; target++) {
                    set.add(words.word(target));
                }
            }
        }
        return set;
    }

    /** Words that follow {@code >} or {@code >=}. */
    static Set<String> comparedWith(Words words, int from, int to) {
        Set<String> compared = new LinkedHashSet<>();
        for (int i = from; i < to; i++) {
            if (words.word(i).equals(">")) {
                compared.add(words.word(words.word(i + 1).equals("=") ? i + 2 : i + 1));
            }
        }
        return compared;
    }

    /**
     * Whether a condition is that a statement found or wrote nothing: {@code not found}, {@code rows = 0}, {@code rows < 1}; or, of a
     * {@code while}, the contrary.
     *
     * @param counts variables that {@code get diagnostics} sets
     */
    static boolean meansNoRows(String condition, Set<String> counts) {
        Words words = new Words(condition);
        boolean zero = false;
        boolean counted = false;
        for (int i = 0; !words.word(i).isEmpty(); i++) {
            String word = words.word(i);
            if (word.equals("found")) {
                return true;
            }
            counted |= counts.contains(word);
            zero |= word.equals("0") || word.equals("1") && words.word(i - 1).equals("<");
        }
        return counted && zero;
    }
}
