package dev.lockkeeper.target.mysql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Questions over one connection; what the driver throws comes out as a {@code Failure}. */
final class Asking {

    /** What a login without the right is told of a table, a column, the whole server; and what is not there on this server. */
    private static final Set<Integer> NOT_FOR_US = Set.of(1142, 1143, 1227, 1044, 1109, 1146, 1051);

    private final Sending sql;

    Asking(Connection connection) {
        this.sql = new Sending(connection);
    }

    interface Question<T> {
        T ask(Sending sql) throws SQLException;
    }

    /** @param doing a phrase that follows "while": {@code reading the tables} */
    <T> T ask(String doing, Question<T> question) {
        try {
            return question.ask(sql);
        } catch (SQLException e) {
            throw SqlFailures.of(doing, e);
        }
    }

    <T> List<T> list(String doing, String query, Sending.Reading<T> reading) {
        return ask(doing, sql -> sql.list(query, reading));
    }

    List<String> texts(String doing, String query) {
        return ask(doing, sql -> sql.texts(query));
    }

    Optional<String> first(String doing, String query) {
        return ask(doing, sql -> sql.first(query));
    }

    /** Empty where the login may not ask this or the server has no such table. */
    <T> Optional<List<T>> listIfAllowed(String doing, String query, Sending.Reading<T> reading) {
        return ask(doing, sql -> {
            try {
                return Optional.of(sql.list(query, reading));
            } catch (SQLException e) {
                if (NOT_FOR_US.contains(SqlFailures.number(e))) {
                    return Optional.empty();
                }
                throw e;
            }
        });
    }

    ServerVersion version() {
        return ask("asking for the server's version", ServerVersion::read);
    }

    /** Whether the result has such a column: the two servers' views of the same name differ. */
    static boolean has(ResultSet row, String column) throws SQLException {
        var columns = row.getMetaData();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            if (columns.getColumnLabel(i).equalsIgnoreCase(column)) {
                return true;
            }
        }
        return false;
    }
}
