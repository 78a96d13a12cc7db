package dev.lockkeeper.lint.postgres;

import dev.lockkeeper.lint.postgres.Lexemes.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The words and signs of a body in PL/pgSQL, without comments; a cursor over them. */
final class Words {

    private record Word(int from, int to, String lower) {}

    private final String body;
    private final List<Word> words = new ArrayList<>();
    private int at;

    Words(String body) {
        this.body = body;
        Lexemes lexemes = new Lexemes(body, 0);
        while (lexemes.next() != Kind.END) {
            if (lexemes.spoken()) {
                boolean word = lexemes.kind() == Kind.WORD || lexemes.kind() == Kind.SIGN;
                String lower = word ? lexemes.text().toLowerCase(Locale.ROOT) : lexemes.text();
                words.add(new Word(lexemes.from(), lexemes.to(), lower));
            }
        }
    }

    int at() {
        return at;
    }

    boolean atEnd() {
        return at >= words.size();
    }

    void forward(int count) {
        at += count;
    }

    /** The word that many places further, in lower case; empty beyond the end. */
    String peek(int further) {
        return word(at + further);
    }

    String word(int index) {
        return index < 0 || index >= words.size() ? "" : words.get(index).lower();
    }

    /** Where the word begins in the body. */
    int place(int index) {
        return index >= words.size() ? body.length() : words.get(index).from();
    }

    /** As written, of the words from one to before another. */
    String text(int from, int to) {
        return to <= from
                ? ""
                : body.substring(words.get(from).from(), words.get(to - 1).to());
    }

    /**
     * Goes to the next of that word outside parentheses and {@code case … end}, or to the end; says where it is.
     */
    int forwardTo(String word) {
        int depth = 0;
        int cases = 0;
        for (; at < words.size(); at++) {
            String now = words.get(at).lower();
            if (depth == 0 && cases == 0 && now.equals(word)) {
                return at;
            }
            switch (now) {
                case "(", "[" -> depth++;
                case ")", "]" -> depth = Math.max(0, depth - 1);
                case "case" -> cases++;
                case "end" -> cases = Math.max(0, cases - 1);
                default -> {}
            }
        }
        return at;
    }
}
