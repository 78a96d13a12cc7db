package dev.lockkeeper.store;

import java.sql.SQLException;

/** Tells when PostgreSQL refuses what a caller sent because it is no text to it: the character NUL has no place in one. */
public final class NotText {

    /** {@code character_not_in_repertoire}, appendix A of PostgreSQL's manual. */
    private static final String SQLSTATE = "22021";

    private NotText() {}

    public static boolean in(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && SQLSTATE.equals(sql.getSQLState())) {
                return true;
            }
        }
        return false;
    }
}
