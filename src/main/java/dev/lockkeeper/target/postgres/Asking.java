package dev.lockkeeper.target.postgres;

import java.util.function.Function;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Questions over one connection with named parameters; what the driver throws comes out as a {@code Failure}. */
final class Asking {

    private final JdbcClient client;

    Asking(java.sql.Connection connection) {
        // Close is suppressed: the session owns the connection, and every question gives it back.
        this.client = JdbcClient.create(new SingleConnectionDataSource(connection, true));
    }

    /** @param doing a phrase that follows "while": {@code reading the tables} */
    <T> T ask(String doing, Function<JdbcClient, T> question) {
        try {
            return question.apply(client);
        } catch (DataAccessException e) {
            throw SqlFailures.of(doing, e);
        }
    }
}
