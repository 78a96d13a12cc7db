package dev.lockkeeper.target.postgres;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.target.KeyRange;
import dev.lockkeeper.target.Lane;
import dev.lockkeeper.target.Rows;
import dev.lockkeeper.target.RowsWork;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes or compares the rows of one table, a key range at a time. A chunk is four statements in one transaction: the settings together
 * with the lane's row under lock, the probe for the chunk's end, the rows, the lane's new cursor.
 */
final class PostgresRows implements Rows {

    /** Local to the transaction. The lane's row is locked first, so that a worker that was fenced off does no work in vain. */
    private static final String BEGIN =
            """
            select set_config('lock_timeout', '2s', true), set_config('statement_timeout', '10s', true),
                   set_config('synchronous_commit', 'off', true), set_config('lockkeeper.engine', 'on', true),
                   pg_current_wal_insert_lsn()::text
            from lockkeeper.lane
            where owner = ? and run = ? and step = ? and lane = ? and epoch = ? and cursor is not distinct from ?
            for update
            """;
    private static final String ADVANCE =
            """
            update lockkeeper.lane
            set cursor = ?, compared = compared + ?, rows = rows + ?, chunks = chunks + 1, done = ?, chunk_rows = ?, chunk_ms = ?,
                differing = (differing || ?)[:10]
            where owner = ? and run = ? and step = ? and lane = ? and epoch = ? and cursor is not distinct from ?
            returning pg_wal_lsn_diff(pg_current_wal_insert_lsn(), ?::pg_lsn)::bigint
            """;

    private final Connection connection;
    private final String owner;
    private final RowsWork work;
    private final RowsSql sql;

    PostgresRows(Connection connection, String owner, RowsWork work, RowsSql sql) {
        this.connection = connection;
        this.owner = owner;
        this.work = work;
        this.sql = sql;
    }

    @Override
    public List<KeyRange> split(int lanes) {
        return new Splitting(connection, sql).ranges(lanes);
    }

    @Override
    public long estimate() {
        return new Splitting(connection, sql).estimate();
    }

    /** What the middle of a chunk found out. */
    private record Wrote(List<String> to, boolean last, long compared, long rows, List<String> differing) {}

    @Override
    public Chunk next(Lane lane, int rows) {
        long began = System.nanoTime();
        try {
            connection.setAutoCommit(false);
            String wal = begin(lane);
            Wrote wrote = work(lane, rows);
            long millis = (System.nanoTime() - began) / 1_000_000;
            long walBytes = advance(lane, wrote, rows, millis, wal);
            connection.commit();
            return new Chunk(after(lane, wrote, rows, millis), wrote.compared(), wrote.rows(), walBytes, wrote.differing());
        } catch (SQLException e) {
            throw SqlFailures.of("writing a chunk of " + work.table(), e);
        } finally {
            endTransaction();
        }
    }

    private String begin(Lane lane) throws SQLException {
        try (PreparedStatement begin = connection.prepareStatement(BEGIN)) {
            setLane(begin, 1, lane);
            try (ResultSet row = begin.executeQuery()) {
                if (!row.next()) {
                    throw new Failure(
                            Code.FENCED,
                            "Lane " + (lane.number() + 1) + " of " + work.step() + " is in other hands. Nothing was written.",
                            "Nothing to do: whoever has it goes on.");
                }
                return row.getString(5);
            }
        }
    }

    private Wrote work(Lane lane, int rows) throws SQLException {
        List<String> from = lane.from();
        List<String> probed = probe(from, lane.range().hi(), rows);
        boolean last = probed == null || probed.equals(lane.range().hi());
        List<String> to = probed == null ? lane.range().hi() : probed;
        return switch (work.kind()) {
            case WRITE -> wrote(sql.write(from == null), from, to, last, rows, probed == null);
            case CLEAR -> wrote(sql.clear(from == null), from, to, last, rows, probed == null);
            case COMPARE -> compared(from, to, last);
        };
    }

    private Wrote wrote(String update, @Nullable List<String> from, List<String> to, boolean last, int rows, boolean fewer)
            throws SQLException {
        // The probe counted the rows of a full chunk; only the last one has to be counted.
        long compared = fewer ? count(from, to) : rows;
        try (PreparedStatement statement = connection.prepareStatement(update)) {
            setRange(statement, 1, from, to);
            return new Wrote(to, last, compared, statement.executeLargeUpdate(), List.of());
        }
    }

    private Wrote compared(@Nullable List<String> from, List<String> to, boolean last) throws SQLException {
        try (PreparedStatement compare = connection.prepareStatement(sql.compare(from == null))) {
            setRange(compare, 1, from, to);
            try (ResultSet row = compare.executeQuery()) {
                row.next();
                long compared = row.getLong(1);
                long different = row.getLong(2);
                return new Wrote(to, last, compared, different, different == 0 ? List.of() : differing(from, to));
            }
        }
    }

    private List<String> differing(@Nullable List<String> from, List<String> to) throws SQLException {
        List<String> keys = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql.differing(from == null))) {
            setRange(statement, 1, from, to);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    keys.add(String.join(", ", key(rows)));
                }
            }
        }
        return keys;
    }

    private @Nullable List<String> probe(@Nullable List<String> from, List<String> hi, int rows) throws SQLException {
        try (PreparedStatement probe = connection.prepareStatement(sql.probe(from == null))) {
            int next = setRange(probe, 1, from, hi);
            probe.setInt(next, rows - 1);
            try (ResultSet row = probe.executeQuery()) {
                return row.next() ? key(row) : null;
            }
        }
    }

    private long count(@Nullable List<String> from, List<String> to) throws SQLException {
        try (PreparedStatement count = connection.prepareStatement(sql.count(from == null))) {
            setRange(count, 1, from, to);
            try (ResultSet row = count.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private long advance(Lane lane, Wrote wrote, int rows, long millis, String wal) throws SQLException {
        try (PreparedStatement advance = connection.prepareStatement(ADVANCE)) {
            advance.setArray(1, PostgresLanes.array(connection, wrote.to()));
            advance.setLong(2, wrote.compared());
            advance.setLong(3, wrote.rows());
            advance.setBoolean(4, wrote.last());
            advance.setInt(5, rows);
            advance.setLong(6, millis);
            advance.setArray(7, PostgresLanes.array(connection, wrote.differing()));
            setLane(advance, 8, lane);
            advance.setString(14, wal);
            try (ResultSet row = advance.executeQuery()) {
                if (!row.next()) {
                    throw new Failure(Code.FENCED, "Lane " + (lane.number() + 1) + " changed hands. Nothing was written.", "Nothing to do.");
                }
                return row.getLong(1);
            }
        }
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
                differing.subList(0, Math.min(10, differing.size())),
                null,
                lane.server());
    }

    private void setLane(PreparedStatement statement, int at, Lane lane) throws SQLException {
        statement.setString(at, owner);
        statement.setLong(at + 1, work.run());
        statement.setString(at + 2, work.step());
        statement.setInt(at + 3, lane.number());
        statement.setLong(at + 4, lane.epoch());
        statement.setArray(at + 5, PostgresLanes.array(connection, lane.cursor()));
    }

    /** Key values go as text of an unspecified type, so that the server reads them as the key's own type and compares them itself. */
    private static int setRange(PreparedStatement statement, int at, @Nullable List<String> from, List<String> to) throws SQLException {
        int next = at;
        for (String value : from == null ? List.<String>of() : from) {
            statement.setObject(next++, value, Types.OTHER);
        }
        for (String value : to) {
            statement.setObject(next++, value, Types.OTHER);
        }
        return next;
    }

    private List<String> key(ResultSet row) throws SQLException {
        List<String> key = new ArrayList<>();
        for (int i = 1; i <= sql.keyColumns(); i++) {
            key.add(row.getString(i));
        }
        return key;
    }

    private void endTransaction() {
        try {
            if (!connection.isClosed()) {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            // The session is gone, and the transaction with it; whoever uses it next is told so.
        }
    }
}
