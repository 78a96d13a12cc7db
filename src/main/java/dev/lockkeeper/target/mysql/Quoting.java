package dev.lockkeeper.target.mysql;

import dev.lockkeeper.plan.Digest;
import dev.lockkeeper.plan.Identifier;
import dev.lockkeeper.plan.TableName;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Names and texts as MySQL and MariaDB read them under the {@code sql_mode} of {@link Connecting}. Every name is quoted: the two
 * servers reserve different words, and new versions reserve more.
 */
final class Quoting {

    /** An underscore and eight digits of a digest. */
    private static final int HASH_BYTES = 9;

    private Quoting() {}

    static String name(String name) {
        return new Identifier(name).quoted('`');
    }

    static String name(Identifier name) {
        return name.quoted('`');
    }

    static String name(TableName table) {
        return table.quoted('`');
    }

    /** A text literal. The pinned mode has neither {@code NO_BACKSLASH_ESCAPES} nor {@code ANSI_QUOTES}. */
    static String literal(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
    }

    /** A binary literal. */
    static String literal(byte[] bytes) {
        return "x'" + HexFormat.of().formatHex(bytes) + "'";
    }

    /**
     * A name made from others, with its ending kept. The server refuses a longer one; so the end of what does not fit is replaced by a
     * digest of the whole.
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
