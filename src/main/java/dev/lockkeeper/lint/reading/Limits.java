package dev.lockkeeper.lint.reading;

/**
 * How much of a text is read. What lies beyond is a finding, not silence, and no text keeps a server busy.
 *
 * <p>A generated parser's time and stack grow with what a text nests; all figures are far above what people write.
 */
public final class Limits {
    /** Characters of one statement. */
    public static final int STATEMENT = 1 << 20;

    /** Parentheses and brackets open at once. */
    public static final int DEPTH = 500;

    /** Statements of a script. */
    public static final int STATEMENTS = 100_000;

    /** For a whole script; the statements after it are not read. */
    public static final long SCRIPT_NANOS = 20_000_000_000L;

    /** For one statement; the first ones after a start take a hundred times longer than the same later. */
    public static final long STATEMENT_NANOS = 10_000_000_000L;

    private Limits() {}
}
