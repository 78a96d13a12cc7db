package dev.lockkeeper.lint.reading;

import dev.lockkeeper.lint.sql.Act;
import dev.lockkeeper.lint.sql.Parsed;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One statement of a script before it is parsed.
 *
 * @param number 1 for the first
 * @param text without the semicolon and the white space around it; comments inside stay
 * @param from where it begins in the script, in characters
 * @param comments before it, since the statement before, each without its marks
 * @param problem why it cannot be parsed at all, null when it may be
 */
public record Piece(int number, String text, int from, List<String> comments, @Nullable Problem problem) {

    public Piece {
        comments = List.copyOf(comments);
    }

    /**
     * @param at where in the script, in characters
     * @param why as a sentence
     */
    public record Problem(int at, String why) {}

    public Parsed parsed(Places places, Act act) {
        Places.Place place = places.at(from);
        return new Parsed(number, text, place.line(), place.column(), comments, act);
    }

    /** @param at where reading ended, in characters of this piece */
    public Parsed unreadable(Places places, int at, String why) {
        Places.Place place = places.at(from + Math.max(0, Math.min(at, text.length())));
        return parsed(places, new Act.Unreadable(place.line(), place.column(), why));
    }

    public Parsed unreadable(Places places, Problem what) {
        return unreadable(places, what.at() - from, what.why());
    }
}
