package dev.lockkeeper.cli;

/** What a command ends with. */
final class ExitCode {
    private ExitCode() {}

    static final int DONE = 0;

    /** It was understood, and the answer is no: no-go, refused, failed. */
    static final int NO = 1;

    static final int WRONG_USAGE = 2;
}
