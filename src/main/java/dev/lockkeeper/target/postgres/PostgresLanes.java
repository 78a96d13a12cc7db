package dev.lockkeeper.target.postgres;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.target.KeyRange;
import dev.lockkeeper.target.Lane;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** The lanes of the ledger, apart from the chunk's own update of its lane, which {@link PostgresRows} sends with the rows. */
final class PostgresLanes {

    private static final String COLUMNS =
            """
            lane, lo, hi, cursor, compared, rows, chunks, epoch, done, chunk_rows, chunk_ms, differing, failure, server
            """;
    private static final String LIST =
            "select " + COLUMNS + " from lockkeeper.lane where owner = ? and run = ? and step = ? order by lane";
    private static final String PLAN =
            "insert into lockkeeper.lane (owner, run, step, lane, lo, hi) values (?, ?, ?, ?, ?, ?)";
    private static final String ALONE =
            "select 1 from lockkeeper.run where owner = ? and run = ? and epoch = ? for update";
    private static final String TAKE_OVER =
            """
            update lockkeeper.lane set epoch = ?, failure = null, server = ?
            where owner = ? and run = ? and step = ? and lane = ? and epoch <= ?
            returning
            """
                    + COLUMNS;
    private static final String FAIL =
            "update lockkeeper.lane set failure = ? where owner = ? and run = ? and step = ? and lane = ? and epoch = ?";
    private static final String CLEAR = "delete from lockkeeper.lane where owner = ? and run = ? and step = ?";

    private final Connection connection;
    private final String owner;
    private final JdbcClient sql;

    PostgresLanes(Connection connection, String owner) {
        this.connection = connection;
        this.owner = owner;
        this.sql = JdbcClient.create(new SingleConnectionDataSource(connection, true));
    }

    List<Lane> list(long run, String step) {
        return sql.sql(LIST).params(owner, run, step).query(PostgresLanes::lane).list();
    }

    /** All ranges or none, once: a half-written list would lose the rest of the table, two lists would write rows twice. */
    List<Lane> plan(long run, String step, List<KeyRange> ranges, long epoch) {
        try {
            connection.setAutoCommit(false);
            if (sql.sql(ALONE)
                    .params(owner, run, epoch)
                    .query(Integer.class)
                    .optional()
                    .isEmpty()) {
                throw PostgresLedger.fenced(run);
            }
            if (list(run, step).isEmpty()) {
                insert(run, step, ranges);
            }
            connection.commit();
        } catch (SQLException e) {
            throw SqlFailures.of("planning the lanes", e);
        } finally {
            backToAutoCommit();
        }
        return list(run, step);
    }

    private void insert(long run, String step, List<KeyRange> ranges) throws SQLException {
        try (var insert = connection.prepareStatement(PLAN)) {
            for (int lane = 0; lane < ranges.size(); lane++) {
                insert.setString(1, owner);
                insert.setLong(2, run);
                insert.setString(3, step);
                insert.setInt(4, lane);
                insert.setArray(5, array(connection, ranges.get(lane).lo()));
                insert.setArray(6, array(connection, ranges.get(lane).hi()));
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    Lane takeOver(long run, String step, int lane, long epoch, String server) {
        return sql.sql(TAKE_OVER)
                .params(epoch, server, owner, run, step, lane, epoch)
                .query(PostgresLanes::lane)
                .optional()
                .orElseThrow(() -> new Failure(
                        Code.FENCED,
                        "Lane " + (lane + 1) + " of " + step
                                + " is in newer hands, or not in the ledger any more. Nothing was written.",
                        "Nothing to do: whoever has it goes on, or the phase plans its lanes anew."));
    }

    int fail(long run, String step, Lane lane, String failure) {
        return sql.sql(FAIL)
                .params(failure, owner, run, step, lane.number(), lane.epoch())
                .update();
    }

    int clear(long run, String step) {
        return sql.sql(CLEAR).params(owner, run, step).update();
    }

    private void backToAutoCommit() {
        try {
            if (!connection.getAutoCommit()) {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            // The connection is gone; whoever uses it next is told so.
        }
    }

    static @Nullable Array array(Connection connection, @Nullable List<String> values) throws SQLException {
        return values == null ? null : connection.createArrayOf("text", values.toArray());
    }

    private static @Nullable List<String> texts(ResultSet rows, int column) throws SQLException {
        Array array = rows.getArray(column);
        return array == null ? null : List.of((String[]) array.getArray());
    }

    private static List<String> required(@Nullable List<String> texts) {
        return texts == null ? List.of() : texts;
    }

    private static Lane lane(ResultSet rows, int n) throws SQLException {
        return new Lane(
                rows.getInt(1),
                new KeyRange(texts(rows, 2), required(texts(rows, 3))),
                texts(rows, 4),
                rows.getLong(5),
                rows.getLong(6),
                rows.getLong(7),
                rows.getLong(8),
                rows.getBoolean(9),
                rows.getInt(10),
                rows.getLong(11),
                required(texts(rows, 12)),
                rows.getString(13),
                rows.getString(14));
    }
}
