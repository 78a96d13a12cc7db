package dev.lockkeeper.measure;

/**
 * A piece of a statement.
 *
 * @param text as it is sent
 * @param value of a word in lower case, of a quoted name what is between its quotes; else the text
 */
record Token(Kind kind, String text, String value) {

    enum Kind {
        WORD,
        QUOTED,
        STRING,
        NUMBER,
        SIGN
    }

    boolean is(String sign) {
        return kind == Kind.SIGN && text.equals(sign);
    }

    boolean word(String word) {
        return kind == Kind.WORD && value.equals(word);
    }

    boolean name() {
        return kind == Kind.WORD || kind == Kind.QUOTED;
    }
}
