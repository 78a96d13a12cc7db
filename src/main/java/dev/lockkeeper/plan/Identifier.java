package dev.lockkeeper.plan;

import java.nio.charset.StandardCharsets;

/**
 * A name inside a target. The only way by which a name reaches a statement: quoted, with the quote doubled.
 *
 * <p>At most 63 bytes of UTF-8 (PostgreSQL's {@code NAMEDATALEN - 1}; longer names would be cut silently), no NUL.
 */
public record Identifier(String text) implements Comparable<Identifier> {

    public static final int MAX_BYTES = 63;

    public Identifier {
        if (text.isEmpty() || text.indexOf('\0') >= 0 || text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            throw new IllegalArgumentException("a name has 1 to " + MAX_BYTES + " bytes and no NUL: '" + text + "'");
        }
    }

    /** {@code "na""me"} with the engine's quote character. */
    public String quoted(char quote) {
        String one = String.valueOf(quote);
        return one + text.replace(one, one + one) + one;
    }

    @Override
    public int compareTo(Identifier other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
