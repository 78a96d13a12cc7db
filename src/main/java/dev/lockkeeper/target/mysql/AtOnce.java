package dev.lockkeeper.target.mysql;

import dev.lockkeeper.Failure;
import java.sql.Connection;
import java.sql.SQLException;
import org.springframework.dao.DataAccessException;

/** One transaction on a connection that is in autocommit mode before and after it. */
final class AtOnce {

    interface Work<T> {
        T run() throws SQLException;
    }

    private AtOnce() {}

    /**
     * Commits what the work has written, or nothing of it.
     *
     * @throws Failure as {@link SqlFailures#of}; a commit whose connection was lost is {@code target-unreachable}, and whoever reads
     *     next what it should have written knows
     */
    static <T> T run(Connection connection, String doing, Work<T> work) {
        try {
            connection.setAutoCommit(false);
            T result = work.run();
            connection.commit();
            return result;
        } catch (SQLException e) {
            throw SqlFailures.of(doing, e);
        } catch (DataAccessException e) {
            throw SqlFailures.of(doing, e);
        } finally {
            end(connection);
        }
    }

    /** A lock wait that is over has undone its statement only, so the rest is undone here. */
    static void end(Connection connection) {
        try {
            if (!connection.getAutoCommit()) {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            // The session is gone, and the transaction with it; whoever uses it next is told so.
        }
    }
}
