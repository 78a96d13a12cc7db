package dev.lockkeeper.target.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.postgresql.core.Parser;

/**
 * Sends texts as they are over one connection. For what people wrote or will approve: a prepared statement would read {@code ?} of
 * {@code jsonb} as a parameter, and escape processing would change <code>{</code> in it.
 */
final class Sending {

    private static final Pattern QUESTION = Pattern.compile("[(\\s]*(select|with|values|table|show)\\b");

    private final Connection connection;

    Sending(Connection connection) {
        this.connection = connection;
    }

    interface Reading<T> {
        T read(ResultSet row) throws SQLException;
    }

    interface Work {
        void run() throws SQLException;
    }

    void run(String sql) throws SQLException {
        try (Statement statement = statement()) {
            statement.execute(sql);
        }
    }

    /**
     * The same for a text of ours with a piece of an author's in it that nobody has approved yet: refused when the driver would send it
     * as more than one statement. What it takes for one the server refuses to split.
     */
    void runOne(String sql) throws SQLException {
        requireOne(sql);
        run(sql);
    }

    private static void requireOne(String sql) throws SQLException {
        if (Parser.parseJdbcSql(sql, true, false, true, true, false).size() > 1) {
            throw new SQLException("this is more than one statement", "42601");
        }
    }

    /**
     * The first column of the first row, for a question that others wrote and that is asked in a read-only transaction: a second
     * statement could end that, and {@code copy … to program} heeds it not.
     */
    Optional<String> answer(String query) throws SQLException {
        requireOne(query);
        String statement = String.join(";", Fragment.statements(query)).toLowerCase(Locale.ROOT);
        if (!QUESTION.matcher(statement).lookingAt()) {
            throw new SQLException(
                    "this is no query; it has to begin with select, with, values, table or show", "42601");
        }
        return first(query);
    }

    /** @return how many rows it changed */
    long update(String sql) throws SQLException {
        try (Statement statement = statement()) {
            return statement.executeLargeUpdate(sql);
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

    /** What the server refuses of the work is undone and returned; the transaction goes on. */
    Optional<SQLException> attempt(Work work) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try {
            work.run();
            connection.releaseSavepoint(before);
            return Optional.empty();
        } catch (SQLException e) {
            if (SqlFailures.lost(e)) {
                throw e;
            }
            connection.rollback(before);
            return Optional.of(e);
        }
    }

    private Statement statement() throws SQLException {
        Statement statement = connection.createStatement();
        statement.setEscapeProcessing(false);
        return statement;
    }
}
