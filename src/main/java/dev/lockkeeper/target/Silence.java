package dev.lockkeeper.target;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * For the dialects: how long the server may say nothing before we take the connection for lost. Always longer than the server's own limit on the
 * statement, so that only a connection that died without a word comes so far.
 */
public final class Silence {

    /** For the way there and back, and for a server that is slow to give up. */
    private static final Duration SLACK = Duration.ofSeconds(10);

    /** A chunk's statements have ten seconds, or eleven. */
    public static final Duration OF_A_CHUNK = Duration.ofSeconds(11).plus(SLACK);

    /** Its rows are few and small; a lock on them is waited for one second. */
    public static final Duration OF_THE_LEDGER = Duration.ofSeconds(20);

    /** Sessions limit their statements to a minute where nothing else is said. */
    public static final Duration ANYWHERE = Duration.ofSeconds(60).plus(SLACK);

    private Silence() {}

    /** @param timeout of the statement: null for the session's own, zero for none */
    public static void forStatement(Connection connection, @Nullable Duration timeout) {
        Duration limit = timeout == null ? ANYWHERE : timeout.isZero() ? Duration.ZERO : timeout.plus(SLACK);
        atMost(connection, limit);
    }

    public static <T> T during(Connection connection, Duration limit, Supplier<T> work) {
        atMost(connection, limit);
        try {
            return work.get();
        } finally {
            atMost(connection, ANYWHERE);
        }
    }

    /** Zero is no limit. A connection that is gone is left to whoever uses it next. */
    public static void atMost(Connection connection, Duration limit) {
        try {
            if (!connection.isClosed()) {
                connection.setNetworkTimeout(
                        Runnable::run, Math.toIntExact(Math.min(limit.toMillis(), Integer.MAX_VALUE)));
            }
        } catch (SQLException e) {
            System.getLogger(Silence.class.getName())
                    .log(System.Logger.Level.DEBUG, "a limit on silence could not be set", e);
        }
    }
}
