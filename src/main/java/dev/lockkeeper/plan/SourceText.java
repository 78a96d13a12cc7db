package dev.lockkeeper.plan;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** The characters of a file, before anything is made of them. */
final class SourceText {

    static final int MAX_BYTES = 1 << 20;

    private SourceText() {}

    /** The text of UTF-8 bytes; other encodings are refused, because guessing one would change names silently. */
    static String decode(byte[] bytes, Problems problems) {
        requireSize(bytes.length);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(in).toString();
        } catch (CharacterCodingException e) {
            String before = new String(bytes, 0, in.position(), StandardCharsets.UTF_8);
            report(before, before.length(), "the file is not UTF-8; save it in that encoding", problems);
            return "";
        }
    }

    /**
     * The text without a byte order mark.
     *
     * @throws Failure {@code too-large}
     */
    static String checked(String text, Problems problems) {
        requireSize(text.length());
        requireSize(text.getBytes(StandardCharsets.UTF_8).length);
        String plain = text.startsWith("\uFEFF") ? text.substring(1) : text;
        for (int i = 0; i < plain.length(); i += Character.charCount(plain.codePointAt(i))) {
            int point = plain.codePointAt(i);
            if (!allowed(point)) {
                report(plain, i, "the character U+%04X is not allowed in a file".formatted(point), problems);
                return plain;
            }
        }
        return plain;
    }

    /**
     * YAML 1.2, chapter 5.1, without a byte order mark inside the text. Half a surrogate pair stands for no character. Characters that
     * turn the direction of writing would show an approver other SQL than runs.
     */
    private static boolean allowed(int point) {
        return !turnsDirection(point) && inYaml(point);
    }

    /** Unicode's explicit embeddings, overrides and isolates (UAX 9, 2.1 to 2.5). */
    private static boolean turnsDirection(int point) {
        return (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069);
    }

    private static boolean inYaml(int point) {
        return point == '\t'
                || point == '\n'
                || point == '\r'
                || (point >= ' ' && point < 0x7F)
                || point == 0x85
                || (point >= 0xA0 && point < 0xD800)
                || (point >= 0xE000 && point < 0xFFFE && point != 0xFEFF)
                || point >= 0x10000;
    }

    private static void requireSize(int bytes) {
        if (bytes > MAX_BYTES) {
            throw new Failure(
                    Code.TOO_LARGE,
                    "The migration file is larger than 1 MiB; nothing was stored.",
                    "Split the migration, or move the data that it carries into a table that it reads.");
        }
    }

    private static void report(String text, int index, String message, Problems problems) {
        String before = text.substring(0, index);
        int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
        int column = 1 + before.codePointCount(before.lastIndexOf('\n') + 1, index);
        problems.add(line, column, "", message);
    }
}
