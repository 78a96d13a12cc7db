package dev.lockkeeper.target.mysql;

import dev.lockkeeper.testing.Databases.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;

/** Somebody else's session, with a transaction open after its first statement. */
record Other(Connection connection, long id) {

    static Other app(Database database) throws SQLException {
        return of(database.connect());
    }

    static Other ours(Database database, String application) throws SQLException {
        return of(Given.connection(database, application));
    }

    private static Other of(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("select connection_id()")) {
            rows.next();
            long id = rows.getLong(1);
            // Patient, because they are to be seen waiting.
            statement.execute("set session lock_wait_timeout = 60, innodb_lock_wait_timeout = 60");
            connection.setAutoCommit(false);
            return new Other(connection, id);
        }
    }

    Other run(String sql) throws SQLException {
        connection.createStatement().execute(sql);
        return this;
    }

    /** The error number it ended with, or 0. */
    CompletableFuture<Integer> later(String sql) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        connection.createStatement().execute(sql);
                        return 0;
                    } catch (SQLException e) {
                        return e.getErrorCode() == 0 ? -1 : e.getErrorCode();
                    }
                },
                task -> Thread.ofPlatform().daemon().start(task));
    }
}
