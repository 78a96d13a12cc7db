package dev.lockkeeper.target.mysql;

import dev.lockkeeper.target.Hole;
import java.sql.Connection;
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
final class MysqlHoles {

    private static final String LIST =
            "select hole, row_key, error, state from lockkeeper_hole where owner = ? and run = ? and step = ? order by hole";

    /** Numbers count on when holes are filled or forgotten, so that nobody takes one for another. */
    private static final String COUNT_ON =
            """
            insert into lockkeeper_fact (owner, run, name, value) values (?, ?, ?, '1')
            on duplicate key update value = cast(value as unsigned) + 1
            """;

    private static final String COUNTED =
            "select cast(value as unsigned) - 1 from lockkeeper_fact where owner = ? and run = ? and name = ?";
    private static final String ADD =
            "insert into lockkeeper_hole (owner, run, step, hole, row_key, error) values (?, ?, ?, ?, ?, ?)";

    private static final String OF_HOLE = " where owner = ? and run = ? and step = ? and hole = ?";
    private static final String REMOVE = "delete from lockkeeper_hole" + OF_HOLE + " and state = 'open'";
    /** The count is of rows found, so that accepting twice says true twice. */
    private static final String ACCEPT = "update lockkeeper_hole set state = 'accepted'" + OF_HOLE;

    private static final String CLEAR = "delete from lockkeeper_hole where owner = ? and run = ? and step = ?";

    /** A message may quote the whole row. */
    private static final int LONGEST_ERROR = 2000;

    private final String owner;
    private final JdbcClient sql;

    MysqlHoles(Connection connection, String owner) {
        this.owner = owner;
        this.sql = JdbcClient.create(new SingleConnectionDataSource(connection, true));
    }

    List<Hole> list(long run, String step) {
        return sql.sql(LIST).params(owner, run, step).query(MysqlHoles::hole).list();
    }

    /** @return its number */
    int add(long run, String step, List<String> key, String error) {
        String counter = "holes: " + step;
        sql.sql(COUNT_ON).params(owner, run, counter).update();
        int number = sql.sql(COUNTED)
                .params(owner, run, counter)
                .query(Integer.class)
                .single();
        sql.sql(ADD)
                .params(owner, run, step, number)
                .param(KeyTexts.write(key))
                .param(error.length() > LONGEST_ERROR ? error.substring(0, LONGEST_ERROR) + " …" : error)
                .update();
        return number;
    }

    /** Holds it against everybody else until the transaction ends. @return false when it is not open any more */
    boolean remove(long run, String step, int hole) {
        return sql.sql(REMOVE).params(owner, run, step, hole).update() == 1;
    }

    boolean accept(long run, String step, int hole) {
        return sql.sql(ACCEPT).params(owner, run, step, hole).update() == 1;
    }

    int clear(long run, String step) {
        return sql.sql(CLEAR).params(owner, run, step).update();
    }

    private static Hole hole(ResultSet row, int n) throws SQLException {
        return new Hole(
                row.getInt(1),
                KeyTexts.required(row.getString(2)),
                row.getString(3),
                Hole.State.valueOf(row.getString(4).toUpperCase(Locale.ROOT)));
    }
}
