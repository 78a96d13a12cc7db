package dev.lockkeeper.lint.sql;

import java.util.List;

/**
 * One statement of a script.
 *
 * @param number 1 for the first
 * @param text as written, without the semicolon and the white space around it; comments inside stay
 * @param line of its first word, 1 for the first line of the script
 * @param column of its first word, 1 for the first character of the line
 * @param comments before it, since the statement before, each without its marks
 */
public record Parsed(int number, String text, int line, int column, List<String> comments, Act act) {
    public Parsed {
        comments = List.copyOf(comments);
    }
}
