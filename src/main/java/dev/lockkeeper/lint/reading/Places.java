package dev.lockkeeper.lint.reading;

import java.util.Arrays;

/** Lines and columns of a text. A line ends at a line feed, at a carriage return, or at both together. */
public final class Places {

    private final int length;
    private final int[] starts;

    public Places(String text) {
        length = text.length();
        int[] found = new int[16];
        int lines = 1;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n' || c == '\r' && (i + 1 == text.length() || text.charAt(i + 1) != '\n')) {
                found = lines == found.length ? Arrays.copyOf(found, lines * 2) : found;
                found[lines++] = i + 1;
            }
        }
        starts = Arrays.copyOf(found, lines);
    }

    /** @param offset in characters; beyond the text means its end */
    public Place at(int offset) {
        int within = Math.max(0, Math.min(offset, length));
        int found = Arrays.binarySearch(starts, within);
        int line = found >= 0 ? found : -found - 2;
        return new Place(line + 1, within - starts[line] + 1);
    }

    /**
     * @param line 1 for the first
     * @param column 1 for the first character of the line
     */
    public record Place(int line, int column) {}
}
