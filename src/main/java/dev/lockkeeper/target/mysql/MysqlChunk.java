package dev.lockkeeper.target.mysql;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.target.Lane;
import dev.lockkeeper.target.RowsWork;
import dev.lockkeeper.target.Silence;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a chunk does besides its rows, in the same transaction: the session's settings, the lane's row under lock before, the lane's new
 * cursor after. The lane's row is locked first, so that a worker that was fenced off does no work in vain.
 */
final class MysqlChunk {

    /** MySQL limits queries only, so the driver ends other statements, a second after MariaDB would have done so. */
    static final int SECONDS = 11;

    /**
     * The sync triggers do nothing where the variable is 1. A worker that falls asleep within a chunk holds rows that others wait for,
     * so the server ends a session that says nothing for two seconds, and its transaction with it.
     */
    private static final String SETTINGS =
            """
            set @lockkeeper_engine = 1, session innodb_lock_wait_timeout = 1, session wait_timeout = 2
                /*M!100600 , session max_statement_time = 10, session idle_transaction_timeout = 2 */
                /*!50708 , session max_execution_time = 10000 */
            """;

    private static final String NO_SETTINGS = Limits.DEFAULTS + ", @lockkeeper_engine = null";

    private static final String OF_LANE =
            " where owner = ? and run = ? and step = ? and lane = ? and epoch = ? and `cursor` <=> ?";
    private static final String FENCE = "select hi from lockkeeper_lane" + OF_LANE + " for update";

    private static final String ADVANCE =
            """
            update lockkeeper_lane
            set `cursor` = ?, compared = compared + ?, `rows` = `rows` + ?, chunks = chunks + 1, done = ?, chunk_rows = ?,
                chunk_ms = ?, differing = ?
            """
                    + OF_LANE;

    /** How many differing keys are kept, to be shown. */
    static final int SHOWN = 10;

    private final Connection connection;
    private final String owner;
    private final RowsWork work;

    MysqlChunk(Connection connection, String owner, RowsWork work) {
        this.connection = connection;
        this.owner = owner;
        this.work = work;
    }

    /** What the middle of a chunk found out. @param last whether the lane is done with it */
    record Wrote(List<String> to, boolean last, long compared, long rows, List<String> differing) {}

    interface Part {
        Wrote of(Lane lane) throws SQLException;
    }

    interface Work<T> {
        T run() throws SQLException;
    }

    /** One transaction under a chunk's settings; what it throws has undone everything. */
    <T> T transaction(String doing, Work<T> inside) {
        Silence.atMost(connection, Silence.OF_A_CHUNK);
        try {
            new Sending(connection).run(SETTINGS);
            connection.setAutoCommit(false);
            T result = inside.run();
            connection.commit();
            return result;
        } catch (SQLException e) {
            throw SqlFailures.ofRows(doing, e);
        } catch (org.springframework.dao.DataAccessException e) {
            throw SqlFailures.of(doing, e);
        } finally {
            AtOnce.end(connection);
            withoutSettings();
            Silence.atMost(connection, Silence.ANYWHERE);
        }
    }

    private void withoutSettings() {
        try {
            new Sending(connection).run(NO_SETTINGS);
        } catch (SQLException e) {
            // The session is gone, and its settings with it.
        }
    }

    /** @param lane as the worker knows it; its end may be nearer by now */
    Lane carry(Lane lane, int rows, Part part) throws SQLException {
        long began = System.nanoTime();
        Lane now = lane.until(fence(lane));
        Wrote wrote = part.of(now);
        long millis = (System.nanoTime() - began) / 1_000_000;
        Lane after = after(now, wrote, rows, millis);
        advance(now, after);
        return after;
    }

    private List<String> fence(Lane lane) throws SQLException {
        try (PreparedStatement fence = connection.prepareStatement(FENCE)) {
            setLane(fence, 1, lane);
            try (ResultSet row = fence.executeQuery()) {
                if (!row.next()) {
                    throw new Failure(
                            Code.FENCED,
                            "Lane " + (lane.number() + 1) + " of " + work.step()
                                    + " is in other hands. Nothing was written.",
                            "Nothing to do: whoever has it goes on.");
                }
                return KeyTexts.required(row.getString(1));
            }
        }
    }

    private void advance(Lane before, Lane after) throws SQLException {
        try (PreparedStatement advance = connection.prepareStatement(ADVANCE)) {
            advance.setString(1, KeyTexts.write(after.cursor()));
            advance.setLong(2, after.compared() - before.compared());
            advance.setLong(3, after.rows() - before.rows());
            advance.setBoolean(4, after.done());
            advance.setInt(5, after.chunkRows());
            advance.setLong(6, after.chunkMillis());
            advance.setString(7, KeyTexts.write(after.differing()));
            setLane(advance, 8, before);
            if (advance.executeUpdate() != 1) {
                throw new Failure(
                        Code.FENCED,
                        "Lane " + (before.number() + 1) + " changed hands. Nothing was written.",
                        "Nothing to do.");
            }
        }
    }

    private void setLane(PreparedStatement statement, int at, Lane lane) throws SQLException {
        statement.setString(at, owner);
        statement.setLong(at + 1, work.run());
        statement.setString(at + 2, work.step());
        statement.setInt(at + 3, lane.number());
        statement.setLong(at + 4, lane.epoch());
        statement.setString(at + 5, KeyTexts.write(lane.cursor()));
    }

    private static Lane after(Lane lane, Wrote wrote, int rows, long millis) {
        List<String> differing = new ArrayList<>(lane.differing());
        differing.addAll(wrote.differing());
        return new Lane(
                lane.number(),
                lane.range(),
                wrote.to(),
                lane.compared() + wrote.compared(),
                lane.rows() + wrote.rows(),
                lane.chunks() + 1,
                lane.epoch(),
                wrote.last(),
                rows,
                millis,
                differing.subList(0, Math.min(SHOWN, differing.size())),
                null,
                lane.server());
    }
}
