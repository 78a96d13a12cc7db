package dev.lockkeeper.chain;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record as one line of JSON, and back. There is one way to write each record: fixed order, no blanks, and of the escapes only those
 * that JSON asks for. So whoever reads a line can tell when any byte of it is not what was written, and a shell script can read it too.
 */
public final class ExportLine {

    public static final List<String> NAMES = List.of(
            "seq",
            "at",
            "actorKind",
            "actorId",
            "actor",
            "via",
            "address",
            "action",
            "subject",
            "before",
            "after",
            "reason",
            "previous",
            "hash");

    private static final String SHORT = "\b\t\n\f\r\"\\";
    private static final String SHORT_LETTERS = "btnfr\"\\";

    private final String line;
    private int at;

    private ExportLine(String line) {
        this.line = line;
    }

    /** In the order of {@link #NAMES}; numbers are numbers. */
    public static List<@Nullable Object> values(Link record) {
        return Arrays.asList(
                record.seq(),
                record.at().toString(),
                record.actorKind(),
                record.actorId(),
                record.actor(),
                record.via(),
                record.address(),
                record.action(),
                record.subject(),
                record.before(),
                record.after(),
                record.reason(),
                record.previous(),
                record.hash());
    }

    public static String of(Link record) {
        StringBuilder line = new StringBuilder(512);
        List<@Nullable Object> values = values(record);
        for (int i = 0; i < NAMES.size(); i++) {
            line.append(i == 0 ? '{' : ',').append('"').append(NAMES.get(i)).append("\":");
            if (values.get(i) instanceof String text) {
                quote(text, line);
            } else {
                line.append(values.get(i));
            }
        }
        return line.append('}').toString();
    }

    private static void quote(String text, StringBuilder line) {
        line.append('"');
        for (int i = 0; i < text.length(); i++) {
            char sign = text.charAt(i);
            int known = SHORT.indexOf(sign);
            if (known >= 0) {
                line.append('\\').append(SHORT_LETTERS.charAt(known));
            } else if (sign < ' ') {
                line.append(String.format("\\u%04X", (int) sign));
            } else {
                line.append(sign);
            }
        }
        line.append('"');
    }

    /** @throws IllegalArgumentException for a line that {@link #of} has not written; the message says what is wrong */
    public static Link read(String line) {
        ExportLine reader = new ExportLine(line);
        long seq = reader.number("{\"seq\":");
        Instant at = reader.time();
        String kind = reader.text("actorKind");
        reader.expect(",\"actorId\":");
        Long id = reader.isNull() ? null : reader.digits();
        Link record = new Link(
                seq,
                at,
                kind,
                id,
                reader.text("actor"),
                reader.optional("via"),
                reader.optional("address"),
                reader.text("action"),
                reader.text("subject"),
                reader.optional("before"),
                reader.optional("after"),
                reader.optional("reason"),
                reader.text("previous"),
                reader.text("hash"));
        reader.expect("}");
        if (reader.at != line.length()) {
            throw reader.wrong("its end");
        }
        return record;
    }

    private Instant time() {
        String text = text("at");
        try {
            Instant time = Instant.parse(text);
            if (time.toString().equals(text)) {
                return time;
            }
        } catch (DateTimeParseException e) {
            // Said below, like every other form that is not ours.
        }
        throw wrong("a time");
    }

    private long number(String before) {
        expect(before);
        return digits();
    }

    private long digits() {
        int from = at;
        while (at < line.length() && line.charAt(at) >= '0' && line.charAt(at) <= '9') {
            at++;
        }
        boolean whole = at > from && at - from < 19 && (line.charAt(from) != '0' || at - from == 1);
        if (!whole) {
            throw wrong("a number");
        }
        return Long.parseLong(line, from, at, 10);
    }

    private String text(String name) {
        String text = optional(name);
        if (text == null) {
            throw wrong("a text");
        }
        return text;
    }

    private @Nullable String optional(String name) {
        expect(",\"" + name + "\":");
        return isNull() ? null : quoted();
    }

    private boolean isNull() {
        boolean none = line.startsWith("null", at);
        at += none ? 4 : 0;
        return none;
    }

    private String quoted() {
        expect("\"");
        StringBuilder text = new StringBuilder();
        while (at < line.length()) {
            char sign = line.charAt(at++);
            if (sign == '"') {
                return text.toString();
            }
            if (sign < ' ') {
                break;
            }
            text.append(sign == '\\' ? escaped() : sign);
        }
        throw wrong("the end of a text");
    }

    private char escaped() {
        char letter = at < line.length() ? line.charAt(at++) : ' ';
        int known = SHORT_LETTERS.indexOf(letter);
        if (known >= 0) {
            return SHORT.charAt(known);
        }
        for (char sign = 1; letter == 'u' && sign < ' '; sign++) {
            if (SHORT.indexOf(sign) < 0 && line.startsWith(String.format("%04X", (int) sign), at)) {
                at += 4;
                return sign;
            }
        }
        throw wrong("an escape");
    }

    private void expect(String text) {
        if (!line.startsWith(text, at)) {
            throw wrong(text);
        }
        at += text.length();
    }

    private IllegalArgumentException wrong(String expected) {
        return new IllegalArgumentException(
                "not a line of an export: character " + (at + 1) + " should be " + expected);
    }
}
