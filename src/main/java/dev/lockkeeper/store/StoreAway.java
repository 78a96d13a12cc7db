package dev.lockkeeper.store;

import dev.lockkeeper.Failure;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells when the store itself cannot be reached, which no page and no call can do anything about. */
public final class StoreAway {

    /** Class 08 of PostgreSQL's appendix A: connection exception. */
    private static final String CONNECTION = "08";

    /** {@code admin_shutdown}, {@code crash_shutdown}, {@code cannot_connect_now}, {@code too_many_connections}. */
    private static final Set<String> CLOSED = Set.of("57P01", "57P02", "57P03", "53300");

    private StoreAway() {}

    /** What opening a connection or losing one throws, however deep below; of a target it never comes without a Failure around it. */
    public static boolean in(@Nullable Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof Failure) {
                return false;
            }
            if (cause instanceof SQLTransientConnectionException || cause instanceof SQLException sql && away(sql)) {
                return true;
            }
        }
        return false;
    }

    private static boolean away(SQLException thrown) {
        String state = String.valueOf(thrown.getSQLState());
        return state.startsWith(CONNECTION) || CLOSED.contains(state);
    }
}
