package dev.lockkeeper.target.mysql;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.target.KeyRange;
import dev.lockkeeper.target.Lane;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** The lanes of the ledger, apart from the chunk's own update of its lane, which {@link MysqlChunk} sends with the rows. */
final class MysqlLanes {

    private static final String LIST =
            """
            select lane, lo, hi, `cursor`, compared, `rows`, chunks, epoch, done, chunk_rows, chunk_ms, differing, failure, server
            from lockkeeper_lane where owner = ? and run = ? and step = ?
            """;
    private static final String ONE = LIST + " and lane = ?";
    private static final String PLAN =
            "insert into lockkeeper_lane (owner, run, step, lane, lo, hi, differing) values (?, ?, ?, ?, ?, ?, '[]')";
    private static final String ALONE = "select 1 from lockkeeper_run where owner = ? and run = ? for update";
    private static final String OF_LANE = " where owner = ? and run = ? and step = ? and lane = ?";
    private static final String TAKE_OVER =
            "update lockkeeper_lane set epoch = ?, failure = null, server = ?" + OF_LANE + " and epoch <= ?";
    private static final String FAIL = "update lockkeeper_lane set failure = ?" + OF_LANE + " and epoch = ?";
    private static final String CLEAR = "delete from lockkeeper_lane where owner = ? and run = ? and step = ?";

    /** Only where the lane stands as it was read: further on, or in other hands, it is another rest that would be halved. */
    private static final String NEARER_END =
            "update lockkeeper_lane set hi = ?" + OF_LANE + " and epoch = ? and `cursor` <=> ? and hi = ? and not done";

    private static final String HIGHEST =
            "select max(lane) from lockkeeper_lane where owner = ? and run = ? and step = ?";

    private final Connection connection;
    private final String owner;
    private final JdbcClient sql;

    MysqlLanes(Connection connection, String owner) {
        this.connection = connection;
        this.owner = owner;
        this.sql = JdbcClient.create(new SingleConnectionDataSource(connection, true));
    }

    /** In the order of their ranges: each begins where the one before it ends. Numbers say nothing of it once a lane was split. */
    List<Lane> list(long run, String step) {
        return Lane.chained(
                sql.sql(LIST).params(owner, run, step).query(MysqlLanes::lane).list());
    }

    /** All ranges or none, once: a half-written list would lose the rest of the table, two lists would write rows twice. */
    List<Lane> plan(long run, String step, List<KeyRange> ranges) {
        sql.sql(ALONE).params(owner, run).query(Integer.class).single();
        if (list(run, step).isEmpty()) {
            for (int lane = 0; lane < ranges.size(); lane++) {
                insert(run, step, lane, ranges.get(lane));
            }
        }
        return list(run, step);
    }

    boolean split(long run, String step, Lane lane, List<String> middle) {
        return AtOnce.run(connection, "giving half of a lane away", () -> {
            // Two lanes that are split at once would choose the same number.
            sql.sql(ALONE).params(owner, run).query(Integer.class).single();
            String hi = KeyTexts.write(lane.range().hi());
            int nearer = sql.sql(NEARER_END)
                    .params(
                            Objects.requireNonNull(KeyTexts.write(middle)),
                            owner,
                            run,
                            step,
                            lane.number(),
                            lane.epoch())
                    .param(KeyTexts.write(lane.cursor()))
                    .param(hi)
                    .update();
            if (nearer == 1) {
                int highest = sql.sql(HIGHEST)
                        .params(owner, run, step)
                        .query(Integer.class)
                        .single();
                insert(run, step, highest + 1, new KeyRange(middle, lane.range().hi()));
            }
            return nearer == 1;
        });
    }

    private void insert(long run, String step, int lane, KeyRange range) {
        sql.sql(PLAN)
                .params(owner, run, step, lane)
                .param(KeyTexts.write(range.lo()))
                .param(KeyTexts.write(range.hi()))
                .update();
    }

    Lane takeOver(long run, String step, int lane, long epoch, String server) {
        return AtOnce.run(connection, "taking a lane over", () -> {
            sql.sql(TAKE_OVER)
                    .params(epoch, server, owner, run, step, lane, epoch)
                    .update();
            Optional<Lane> taken = sql.sql(ONE)
                    .params(owner, run, step, lane)
                    .query(MysqlLanes::lane)
                    .optional();
            if (taken.filter(now -> now.epoch() == epoch).isEmpty()) {
                throw new Failure(
                        Code.FENCED,
                        "Lane " + (lane + 1) + " of " + step
                                + " is in newer hands, or not in the ledger any more. Nothing was written.",
                        "Nothing to do: whoever has it goes on, or the phase plans its lanes anew.");
            }
            return taken.get();
        });
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

    private static Lane lane(ResultSet row, int n) throws SQLException {
        return new Lane(
                row.getInt(1),
                new KeyRange(KeyTexts.read(row.getString(2)), KeyTexts.required(row.getString(3))),
                KeyTexts.read(row.getString(4)),
                row.getLong(5),
                row.getLong(6),
                row.getLong(7),
                row.getLong(8),
                row.getBoolean(9),
                row.getInt(10),
                row.getLong(11),
                KeyTexts.required(row.getString(12)),
                row.getString(13),
                row.getString(14));
    }
}
