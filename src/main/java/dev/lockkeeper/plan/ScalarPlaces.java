package dev.lockkeeper.plan;

import dev.lockkeeper.plan.SqlPlaces.Place;
import java.util.Arrays;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * The way from a character of a value back to the file. White space may be folded, cut and indented, quotes doubled and escaped; the other
 * characters come in the same order, so the two are read side by side.
 */
final class ScalarPlaces {

    private static final int LOST = -1;

    private final String file;
    private final String value;
    private final int begin;
    private final int[] origins;

    ScalarPlaces(String file, ScalarNode node) {
        this.file = file;
        this.value = node.getValue();
        int mark = node.getStartMark().map(start -> start.getIndex()).orElse(0);
        this.begin = file.offsetByCodePoints(0, Math.min(mark, file.codePointCount(0, file.length())));
        this.origins = origins(node.getScalarStyle());
    }

    /** The beginning of the value where the way back is not known. */
    Place at(int line, int column) {
        int from = 0;
        for (int i = 1; i < line; i++) {
            int end = value.indexOf('\n', from);
            if (end < 0) {
                return inFile(begin);
            }
            from = end + 1;
        }
        int characters = Math.min(column - 1, value.codePointCount(from, value.length()));
        int index = Math.min(value.offsetByCodePoints(from, characters), value.length() - 1);
        return inFile(index < 0 || origins[index] == LOST ? begin : origins[index]);
    }

    private Place inFile(int offset) {
        int line = 1;
        int start = 0;
        for (int end = file.indexOf('\n'); end >= 0 && end < offset; end = file.indexOf('\n', end + 1)) {
            line++;
            start = end + 1;
        }
        return new Place(line, file.codePointCount(start, offset) + 1);
    }

    private int[] origins(ScalarStyle style) {
        int[] found = new int[value.length()];
        Arrays.fill(found, LOST);
        int at = content(style);
        for (int i = 0; i < found.length; i++) {
            char wanted = value.charAt(i);
            if (Character.isWhitespace(wanted)) {
                found[i] = Math.min(at, file.length());
                continue;
            }
            at = skipSpace(at, style);
            if (at >= file.length()) {
                return found;
            }
            found[i] = at;
            at = behind(at, wanted, style);
            if (at == LOST) {
                found[i] = LOST;
                return found;
            }
        }
        return found;
    }

    /** Behind the header of a block, behind the quote, behind an anchor. */
    private int content(ScalarStyle style) {
        return switch (style) {
            case LITERAL -> lineAfter('|');
            case FOLDED -> lineAfter('>');
            case SINGLE_QUOTED -> file.indexOf('\'', begin) + 1;
            case DOUBLE_QUOTED -> file.indexOf('"', begin) + 1;
            case PLAIN, JSON_SCALAR_STYLE ->
                begin < file.length() && file.charAt(begin) == '&' ? file.indexOf(' ', begin) : begin;
        };
    }

    private int lineAfter(char header) {
        int end = file.indexOf('\n', Math.max(begin, file.indexOf(header, begin)));
        return end < 0 ? file.length() : end + 1;
    }

    private int skipSpace(int from, ScalarStyle style) {
        int at = from;
        while (at < file.length()) {
            if (Character.isWhitespace(file.charAt(at))) {
                at++;
            } else if (style == ScalarStyle.DOUBLE_QUOTED && escapesSpace(at)) {
                at += 2;
            } else {
                return at;
            }
        }
        return at;
    }

    private boolean escapesSpace(int at) {
        return file.charAt(at) == '\\' && at + 1 < file.length() && "ntr \n\t".indexOf(file.charAt(at + 1)) >= 0;
    }

    /** @return the offset behind the character, {@link #LOST} when it is another one */
    private int behind(int at, char wanted, ScalarStyle style) {
        char found = file.charAt(at);
        if (style == ScalarStyle.DOUBLE_QUOTED && found == '\\' && at + 1 < file.length()) {
            int digits =
                    switch (file.charAt(at + 1)) {
                        case 'x' -> 2;
                        case 'u' -> 4;
                        case 'U' -> 8;
                        default -> 0;
                    };
            return at + 2 + digits;
        }
        if (found != wanted) {
            return LOST;
        }
        return style == ScalarStyle.SINGLE_QUOTED && found == '\'' ? at + 2 : at + 1;
    }
}
