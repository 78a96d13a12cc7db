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
    private static final String OPENED = "select 1 from lockkeeper.run where owner = ? and run = ? for update";

    /** As long as nobody has opened the run with a greater epoch. */
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

    /** Only by who holds the lane and knows where it stands: in other hands, or further on, it is another rest that would be halved. */
    private static final String NEARER_END =
            """
            update lockkeeper.lane set hi = ?
            where owner = ? and run = ? and step = ? and lane = ? and epoch = ? and cursor is not distinct from ? and hi = ? and not done
            """;

    private static final String FAR_HALF =
            """
            insert into lockkeeper.lane (owner, run, step, lane, lo, hi)
            select owner, run, step, max(lane) + 1, ?, ? from lockkeeper.lane
            where owner = ? and run = ? and step = ? group by owner, run, step
            """;

    private final Connection connection;
    private final String owner;
    private final JdbcClient sql;

    PostgresLanes(Connection connection, String owner) {
        this.connection = connection;
        this.owner = owner;
        this.sql = JdbcClient.create(new SingleConnectionDataSource(connection, true));
    }

    /** In the order of their ranges. */
    List<Lane> list(long run, String step) {
        return Lane.chained(sql.sql(LIST)
                .params(owner, run, step)
                .query(PostgresLanes::lane)
                .list());
    }

    /** All ranges or none, once: a half-written list would lose the rest of the table, two lists would write rows twice. */
    List<Lane> plan(long run, String step, List<KeyRange> ranges, long epoch) {
        atOnce("planning the lanes", () -> {
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
            return true;
        });
        return list(run, step);
    }

    boolean split(long run, String step, Lane lane, List<String> middle) {
        return atOnce("giving half of a lane away", () -> {
            // Two lanes that are split at once would choose the same number.
            sql.sql(OPENED).params(owner, run).query(Integer.class).single();
            return nearerEnd(run, step, lane, middle) && farHalf(run, step, lane, middle);
        });
    }

    private boolean nearerEnd(long run, String step, Lane lane, List<String> middle) throws SQLException {
        try (var update = connection.prepareStatement(NEARER_END)) {
            update.setArray(1, array(connection, middle));
            update.setString(2, owner);
            update.setLong(3, run);
            update.setString(4, step);
            update.setInt(5, lane.number());
            update.setLong(6, lane.epoch());
            update.setArray(7, array(connection, lane.cursor()));
            update.setArray(8, array(connection, lane.range().hi()));
            return update.executeUpdate() == 1;
        }
    }

    private boolean farHalf(long run, String step, Lane lane, List<String> middle) throws SQLException {
        try (var insert = connection.prepareStatement(FAR_HALF)) {
            insert.setArray(1, array(connection, middle));
            insert.setArray(2, array(connection, lane.range().hi()));
            insert.setString(3, owner);
            insert.setLong(4, run);
            insert.setString(5, step);
            return insert.executeUpdate() == 1;
        }
    }

    private interface InTransaction {
        boolean run() throws SQLException;
    }

    /** @return what the work returns; false undoes it */
    private boolean atOnce(String doing, InTransaction work) {
        try {
            connection.setAutoCommit(false);
            boolean done = work.run();
            if (done) {
                connection.commit();
            }
            return done;
        } catch (SQLException e) {
            throw SqlFailures.of(doing, e);
        } finally {
            backToAutoCommit();
        }
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

    /** The lanes first, which waits for a chunk in flight and the hole that it may leave. */
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
