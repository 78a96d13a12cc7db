package dev.lockkeeper.target.postgres;

import dev.lockkeeper.target.Hole;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * The holes of the ledger. What goes together with a row ({@link #add}, {@link #remove}) joins the caller's transaction; each of the
 * others is one statement.
 */
final class PostgresHoles {

    private static final String LIST =
            "select hole, key, error, state from lockkeeper.hole where owner = ? and run = ? and step = ? order by hole";

    /** Numbers count on when holes are filled or forgotten, so that nobody takes one for another. */
    private static final String NUMBER =
            """
            insert into lockkeeper.fact (owner, run, name, value) values (?, ?, 'holes: ' || ?, '1')
            on conflict (owner, run, name) do update set value = (lockkeeper.fact.value::int + 1)::text
            returning value::int - 1
            """;

    private static final String ADD =
            "insert into lockkeeper.hole (owner, run, step, hole, key, error) values (?, ?, ?, ?, ?, ?)";

    private static final String OF_HOLE = " where owner = ? and run = ? and step = ? and hole = ?";
    private static final String REMOVE = "delete from lockkeeper.hole" + OF_HOLE + " and state = 'open'";
    private static final String ACCEPT = "update lockkeeper.hole set state = 'accepted'" + OF_HOLE;
    private static final String CLEAR = "delete from lockkeeper.hole where owner = ? and run = ? and step = ?";

    /** A message may quote the whole row. */
    private static final int LONGEST_ERROR = 1000;

    private final Connection connection;
    private final String owner;
    private final JdbcClient sql;

    PostgresHoles(Connection connection, String owner) {
        this.connection = connection;
        this.owner = owner;
        this.sql = JdbcClient.create(new SingleConnectionDataSource(connection, true));
    }

    List<Hole> list(long run, String step) {
        return sql.sql(LIST).params(owner, run, step).query(PostgresHoles::hole).list();
    }

    /** @return its number */
    int add(long run, String step, List<String> key, String error) throws SQLException {
        int number;
        try (PreparedStatement next = connection.prepareStatement(NUMBER)) {
            next.setString(1, owner);
            next.setLong(2, run);
            next.setString(3, step);
            try (ResultSet row = next.executeQuery()) {
                row.next();
                number = row.getInt(1);
            }
        }
        try (PreparedStatement add = connection.prepareStatement(ADD)) {
            set(add, run, step, number);
            add.setArray(5, PostgresLanes.array(connection, key));
            add.setString(6, error.length() > LONGEST_ERROR ? error.substring(0, LONGEST_ERROR) + " …" : error);
            add.executeUpdate();
        }
        return number;
    }

    /** Holds it against everybody else until the transaction ends. @return false when it is not open any more */
    boolean remove(long run, String step, int hole) throws SQLException {
        try (PreparedStatement remove = connection.prepareStatement(REMOVE)) {
            set(remove, run, step, hole);
            return remove.executeUpdate() == 1;
        }
    }

    boolean accept(long run, String step, int hole) {
        return sql.sql(ACCEPT).params(owner, run, step, hole).update() == 1;
    }

    int clear(long run, String step) {
        return sql.sql(CLEAR).params(owner, run, step).update();
    }

    private void set(PreparedStatement statement, long run, String step, int hole) throws SQLException {
        statement.setString(1, owner);
        statement.setLong(2, run);
        statement.setString(3, step);
        statement.setInt(4, hole);
    }

    private static Hole hole(ResultSet row, int n) throws SQLException {
        return new Hole(
                row.getInt(1),
                List.of((String[]) row.getArray(2).getArray()),
                row.getString(3),
                Hole.State.valueOf(row.getString(4).toUpperCase(Locale.ROOT)));
    }
}
