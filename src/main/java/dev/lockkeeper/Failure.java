package dev.lockkeeper;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong, what is true now, and what to do next. The only exception that crosses a module's border on purpose.
 *
 * <p>The code is stable: programs branch on it, and {@code docs/errors.md} has a line for each.
 */
public final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Code code;
    private final String advice;
    private final transient List<Problem> problems;

    /**
     * One finding with its place.
     *
     * @param line 1-based, 0 when the finding has no place in a text
     * @param column 1-based, 0 when unknown
     * @param path the path inside the document, for example {@code phases[0].steps[1].addColumn.table}
     */
    public record Problem(int line, int column, String path, String message) {}

    /** Who has to do something about it. */
    public enum Kind {
        /** The one who asked can mend it; nothing was changed. */
        REFUSED,
        /** Passes by itself; the engine tries again. */
        TRANSIENT,
        /** Stopped; a person has to look. */
        BROKEN,
        /** A person must decide: it may or may not have happened, or rows are left out. Never tried again blindly. */
        UNKNOWN_OUTCOME
    }

    public Failure(Code code, String message, String advice) {
        this(code, message, advice, List.of(), null);
    }

    public Failure(Code code, String message, String advice, @Nullable Throwable cause) {
        this(code, message, advice, List.of(), cause);
    }

    public Failure(Code code, String message, String advice, List<Problem> problems) {
        this(code, message, advice, problems, null);
    }

    private Failure(Code code, String message, String advice, List<Problem> problems, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
        this.advice = advice;
        this.problems = List.copyOf(problems);
    }

    public static Failure notFound(String what, String name) {
        return new Failure(
                Code.NOT_FOUND,
                "There is no " + what + " '" + name + "'.",
                "Look at the list of those that you may see.");
    }

    public static Failure invalid(String message, String advice) {
        return new Failure(Code.INVALID, message, advice);
    }

    public Code code() {
        return code;
    }

    public Kind kind() {
        return code.kind();
    }

    public String message() {
        return String.valueOf(getMessage());
    }

    public String advice() {
        return advice;
    }

    /** All findings, in the order of the text; empty when the failure is not about a text. */
    public List<Problem> problems() {
        return problems == null ? List.of() : problems;
    }
}
