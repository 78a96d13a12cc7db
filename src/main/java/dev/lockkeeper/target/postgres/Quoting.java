package dev.lockkeeper.target.postgres;

import dev.lockkeeper.plan.Digest;
import dev.lockkeeper.plan.Identifier;
import dev.lockkeeper.plan.PostgresName;
import java.nio.charset.StandardCharsets;

/** Names and texts as PostgreSQL reads them. A name is quoted only where it must be, because people read and approve these statements. */
final class Quoting {

    /** An underscore and eight digits of a digest. */
    private static final int HASH_BYTES = 9;

    private Quoting() {}

    static String name(String name) {
        return PostgresName.quoted(new Identifier(name).text());
    }

    static String name(Identifier name) {
        return name(name.text());
    }

    /** A text literal that means the same whatever {@code standard_conforming_strings} says. */
    static String literal(String text) {
        String quoted = "'" + text.replace("'", "''") + "'";
        return quoted.indexOf('\\') < 0 ? quoted : "E" + quoted.replace("\\", "\\\\");
    }

    /** A query's way to a table, index or sequence that may not be there; {@code qualified} is quoted already. */
    static String regclass(String qualified) {
        return "to_regclass(" + literal(qualified) + ")";
    }

    /**
     * A name made from others, with its ending kept. The server would cut a longer one silently, and two of them could become one; so
     * the end of what does not fit is replaced by a digest of the whole.
     */
    static String fit(String text, String ending) {
        if (bytes(text + ending) <= Identifier.MAX_BYTES) {
            return text + ending;
        }
        int room = Identifier.MAX_BYTES - HASH_BYTES - bytes(ending);
        int end = text.length();
        while (bytes(text.substring(0, end)) > room) {
            end = text.offsetByCodePoints(end, -1);
        }
        return text.substring(0, end) + "_" + Digest.of(text).substring(0, HASH_BYTES - 1) + ending;
    }

    static String fit(String text) {
        return fit(text, "");
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
