package dev.lockkeeper.target.mysql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Sends texts as they are over one connection. For what people wrote or will approve: a prepared statement would read {@code ?} as a
 * parameter, and escape processing would change <code>{</code> in it. The connection refuses more than one statement in a text.
 *
 * <p>A warning of a write is a failure: the servers cut, round and skip with no more than a warning.
 */
final class Sending {

    private static final String WARNINGS = "show warnings";
    private static final String MILD = "Note";
    private static final Set<String> QUESTIONS = Set.of("select", "with", "values", "table", "show");

    private final Connection connection;

    Sending(Connection connection) {
        this.connection = connection;
    }

    interface Reading<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** Settings, transactions and DDL; what the server warns of is not looked at. */
    void run(String sql) throws SQLException {
        try (Statement statement = statement()) {
            statement.execute(sql);
        }
    }

    /** The same, and what the server warns of is a failure. DDL has happened by then: it commits by itself. */
    void runStrictly(String sql) throws SQLException {
        try (Statement statement = statement()) {
            statement.execute(sql);
            refuseWarnings(statement);
        }
    }

    /**
     * Within a transaction, which the caller rolls back when this throws.
     *
     * @return how many rows it found to change, those too that were so already
     */
    long update(String sql) throws SQLException {
        try (Statement statement = statement()) {
            long rows = statement.executeLargeUpdate(sql);
            refuseWarnings(statement);
            return rows;
        }
    }

    /** The same, ended after so many seconds, which is {@code lock-not-granted} then. MySQL itself limits queries only. */
    long update(String sql, int seconds) throws SQLException {
        try (Statement statement = statement()) {
            statement.setQueryTimeout(seconds);
            long rows = statement.executeLargeUpdate(sql);
            refuseWarnings(statement);
            return rows;
        } catch (SQLTimeoutException e) {
            throw new SQLException("it took longer than " + seconds + " s", "70100", SqlFailures.TOO_LONG, e);
        }
    }

    /** What the server warns of is a failure: it could not compute what was asked, and answered something else. */
    <T> List<T> listStrictly(String query, Reading<T> reading) throws SQLException {
        try (Statement statement = statement();
                ResultSet rows = statement.executeQuery(query)) {
            List<T> list = new ArrayList<>();
            while (rows.next()) {
                list.add(reading.read(rows));
            }
            refuseWarnings(statement);
            return list;
        }
    }

    <T> List<T> list(String query, Reading<T> reading) throws SQLException {
        try (Statement statement = statement();
                ResultSet rows = statement.executeQuery(query)) {
            List<T> list = new ArrayList<>();
            while (rows.next()) {
                list.add(reading.read(rows));
            }
            return list;
        }
    }

    /** The first column of every row; a null of the database is left out. */
    List<String> texts(String query) throws SQLException {
        return list(query, row -> Optional.ofNullable(row.getString(1))).stream()
                .flatMap(Optional::stream)
                .toList();
    }

    /** The first column of the first row; empty for no row or null. */
    Optional<String> first(String query) throws SQLException {
        return list(query, row -> Optional.ofNullable(row.getString(1))).stream()
                .findFirst()
                .flatMap(one -> one);
    }

    /**
     * The same for a question that others wrote and that is asked in a read-only transaction, which {@code kill}, {@code set global} or
     * {@code flush} would not heed.
     */
    Optional<String> answer(String query) throws SQLException {
        if (!QUESTIONS.contains(Statements.first(query))) {
            throw new SQLException(
                    "this is no query; it has to begin with select, with, values, table or show", "42000");
        }
        return first(query);
    }

    /** Asks for the warnings only when the server has said that there are some. */
    private void refuseWarnings(Statement statement) throws SQLException {
        if (statement.getWarnings() == null) {
            return;
        }
        List<SQLException> warnings = list(
                        WARNINGS,
                        row -> MILD.equalsIgnoreCase(row.getString("Level"))
                                ? Optional.<SQLException>empty()
                                : Optional.of(new SQLException(
                                        "it warned: " + row.getString("Message"),
                                        SqlFailures.WARNED,
                                        row.getInt("Code"))))
                .stream()
                .flatMap(Optional::stream)
                .toList();
        if (!warnings.isEmpty()) {
            throw warnings.getFirst();
        }
    }

    private Statement statement() throws SQLException {
        Statement statement = connection.createStatement();
        statement.setEscapeProcessing(false);
        return statement;
    }
}
