package dev.lockkeeper.target.postgres;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.target.Hole;
import dev.lockkeeper.target.KeyRange;
import dev.lockkeeper.target.Lane;
import dev.lockkeeper.target.Rows;
import dev.lockkeeper.target.RowsWork;
import dev.lockkeeper.target.Silence;
import dev.lockkeeper.target.TableShape;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes or compares the rows of one table, a key range at a time. A chunk is four statements in one transaction: the settings together
 * with the lane's row under lock, the probe for the chunk's end, the rows, the lane's new cursor.
 */
final class PostgresRows implements Rows {

    /**
     * Settings local to the transaction. While a chunk waits for a row, others wait for those it has locked already, so it waits for half the
     * lock budget; a worker that falls asleep within a chunk loses its session after a second.
     */
    private static final String SETTINGS =
            """
            select pg_current_wal_insert_lsn()::text, set_config('lock_timeout', '500ms', true),
                   set_config('statement_timeout', '10s', true), set_config('synchronous_commit', 'off', true),
                   set_config('lockkeeper.engine', 'on', true), set_config('idle_in_transaction_session_timeout', '1s', true)
            """;

    /**
     * The lane's row is locked first, so that a worker that was fenced off does no work in vain, and its end is read under the lock: half of
     * the lane may have been given away since it was read.
     */
    private static final String BEGIN = SETTINGS
            + """
                 , hi from lockkeeper.lane
            where owner = ? and run = ? and step = ? and lane = ? and epoch = ? and cursor is not distinct from ?
            for update
            """;

    /**
     * The server counts the log of each session too, but tells it only after the transaction; so what was written meanwhile is shared out
     * among the lanes of the run that have a session.
     */
    private static final String ADVANCE =
            """
            update lockkeeper.lane
            set cursor = ?, compared = compared + ?, rows = rows + ?, chunks = chunks + 1, done = ?, chunk_rows = ?, chunk_ms = ?,
                differing = (differing || ?)[:10]
            where owner = ? and run = ? and step = ? and lane = ? and epoch = ? and cursor is not distinct from ?
            returning pg_wal_lsn_diff(pg_current_wal_insert_lsn(), ?::pg_lsn)::bigint / greatest(1,
                (select count(*) from pg_stat_activity a
                  where a.usename = current_user and a.datname = current_database() and a.application_name like 'lockkeeper run ' || run || ' lane %'))
            """;

    /** A guess with its indexes, only used to decide how many lanes a table is worth that the server has never analysed. */
    private static final int BYTES_A_ROW = 150;

    /** How many differing keys are kept, to be shown. */
    private static final int SHOWN = 10;

    /** The object's number, because another table may have taken the name; the collation, because it is the order. */
    private static final String GROUND =
            """
            select 'table ' || c.oid || ', key ' || string_agg(
                       a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || coalesce(' collate ' || o.collname, ''), ', '
                       order by array_position(:key, a.attname::text))
                   || case when 'ctid' = any (:key) then ' of file ' || pg_relation_filenode(c.oid) else '' end
              from pg_class c join pg_namespace n on n.oid = c.relnamespace
              join pg_attribute a on a.attrelid = c.oid and a.attname = any (:key) and not a.attisdropped
              left join pg_collation o on o.oid = a.attcollation
             where n.nspname = :schema and c.relname = :table
             group by c.oid
            """;

    private static final String FILE = " of file ";

    private final Connection connection;
    private final String owner;
    private final RowsWork work;
    private final TableShape shape;
    private final RowsSql sql;
    private final Sending sending;
    private final PostgresHoles holes;
    private final long estimate;

    PostgresRows(Connection connection, String owner, RowsWork work, TableShape shape) {
        this.connection = connection;
        this.owner = owner;
        this.work = work;
        this.shape = shape;
        Long rows = shape.estimatedRows();
        this.estimate = rows == null ? shape.bytes() / BYTES_A_ROW : rows;
        this.sql = RowsSql.of(connection, shape, work);
        this.sending = new Sending(connection);
        this.holes = new PostgresHoles(connection, owner);
    }

    @Override
    public List<KeyRange> split(int lanes) {
        return new Splitting(sending, sql, estimate).ranges(lanes);
    }

    @Override
    public String ground() {
        String[] key =
                sql.byBlocks() ? new String[] {Blocks.PLACE} : shape.key().toArray(String[]::new);
        return new Asking(connection)
                .ask("asking what table and key the walk stands on", jdbc -> jdbc.sql(GROUND)
                        .param("key", key)
                        .param("schema", shape.schema())
                        .param("table", shape.name())
                        .query(String.class)
                        .optional())
                .orElse("no table");
    }

    /** Guards under which rows without a key are walked leave alone what is written already. */
    @Override
    public boolean renews(String planned) {
        int file = planned.lastIndexOf(FILE);
        return sql.byBlocks() && file > 0 && ground().startsWith(planned.substring(0, file + FILE.length()));
    }

    @Override
    public Optional<Long> estimate() {
        return Optional.ofNullable(shape.estimatedRows());
    }

    /** What the middle of a chunk found out. */
    private record Wrote(List<String> to, boolean last, long compared, long rows, List<String> differing) {}

    private interface Part {
        Wrote of(Lane lane) throws SQLException;
    }

    @Override
    public Chunk next(Lane lane, int rows) {
        return chunk(lane, rows, now -> work(now, rows));
    }

    @Override
    public Chunk skip(Lane lane, String error) {
        requireKey();
        return chunk(lane, 1, now -> stepOver(now, error));
    }

    private Chunk chunk(Lane lane, int rows, Part part) {
        long began = System.nanoTime();
        try {
            connection.setAutoCommit(false);
            Begun begun = begin(lane);
            if (sql.byBlocks()) {
                sending.run(Blocks.IN_ORDER);
            }
            Lane now = lane.until(begun.hi());
            Wrote wrote = part.of(now);
            long millis = (System.nanoTime() - began) / 1_000_000;
            long walBytes = advance(now, wrote, rows, millis, begun.wal());
            connection.commit();
            return new Chunk(
                    after(now, wrote, rows, millis), wrote.compared(), wrote.rows(), walBytes, wrote.differing());
        } catch (SQLException e) {
            throw SqlFailures.ofRows("writing a chunk of " + work.table(), e);
        } finally {
            endTransaction();
        }
    }

    /**
     * The row is tried once more, in the same transaction: the one that refused may have been mended, or deleted since, and the row behind
     * it must not be left out for it.
     */
    private Wrote stepOver(Lane lane, String error) throws SQLException {
        List<String> hi = lane.range().hi();
        Optional<List<String>> next =
                sending.list(sql.probe(lane.from(), hi, 1), sql::key).stream().findFirst();
        if (next.isEmpty()) {
            return new Wrote(hi, true, 0, 0, List.of());
        }
        List<String> key = next.get();
        long[] rows = new long[1];
        Optional<SQLException> refused = sending.attempt(() -> rows[0] = sending.update(one(key)));
        if (refused.isPresent()) {
            if (!SqlFailures.aboutTheRow(refused.get())) {
                throw refused.get();
            }
            holes.add(work.run(), work.step(), key, error);
        }
        return new Wrote(key, key.equals(hi), 1, refused.isPresent() ? 0 : rows[0], List.of());
    }

    @Override
    public long fill(Hole hole) {
        requireKey();
        try {
            connection.setAutoCommit(false);
            sending.first(SETTINGS);
            // First: whoever else fills or accepts it waits here, and a row is never written for a hole that is gone.
            if (!holes.remove(work.run(), work.step(), hole.number())) {
                return 0;
            }
            long rows = sending.update(one(hole.key()));
            connection.commit();
            return rows;
        } catch (SQLException e) {
            throw SqlFailures.ofRows("filling a hole of " + work.table(), e);
        } finally {
            endTransaction();
        }
    }

    private String one(List<String> key) {
        return switch (work.kind()) {
            case WRITE -> sql.writeOne(key);
            case CLEAR -> sql.clearOne(key);
            case COMPARE -> throw new IllegalStateException("a comparison has no holes: " + work.step());
        };
    }

    @Override
    public Optional<List<String>> middle(Lane lane) {
        try {
            return new Middle(sending, sql, estimate)
                    .of(lane.from(), lane.range().hi());
        } catch (SQLException e) {
            throw SqlFailures.of("looking for the middle of a lane of " + work.table(), e);
        }
    }

    private void requireKey() {
        if (sql.byBlocks()) {
            throw new Failure(
                    Code.UNSUPPORTED,
                    "Table '" + work.table()
                            + "' has no key, so a row that refuses cannot be left out and found again. Nothing was written.",
                    "Mend the row and retry, or add a primary key and begin anew.");
        }
    }

    /** What the lane's row told. @param wal where the write-ahead log stood */
    private record Begun(String wal, List<String> hi) {}

    private Begun begin(Lane lane) throws SQLException {
        Silence.atMost(connection, Silence.OF_A_CHUNK);
        try (PreparedStatement begin = connection.prepareStatement(BEGIN)) {
            setLane(begin, 1, lane);
            try (ResultSet row = begin.executeQuery()) {
                if (!row.next()) {
                    throw new Failure(
                            Code.FENCED,
                            "Lane " + (lane.number() + 1) + " of " + work.step()
                                    + " is in other hands. Nothing was written.",
                            "Nothing to do: whoever has it goes on.");
                }
                return new Begun(
                        row.getString(1), List.of((String[]) row.getArray(7).getArray()));
            }
        }
    }

    private Wrote work(Lane lane, int rows) throws SQLException {
        List<String> from = lane.from();
        List<String> hi = lane.range().hi();
        if (work.kind() == RowsWork.Kind.COMPARE && sql.comparesUpTo()) {
            return comparedUpTo(from, hi, rows);
        }
        Optional<List<String>> probed =
                sending.list(sql.probe(from, hi, rows), sql::key).stream().findFirst();
        List<String> to = probed.orElse(hi);
        boolean last = to.equals(hi);
        return switch (work.kind()) {
            case WRITE -> written(sql.write(from, to), looked(probed, rows, from, to), to, last);
            case CLEAR -> written(sql.clear(from, to), looked(probed, rows, from, to), to, last);
            case COMPARE -> compared(from, to, last);
        };
    }

    /** The probe has counted the rows of a full chunk, but not the rest of its last block. */
    private long looked(Optional<List<String>> probed, int rows, @Nullable List<String> from, List<String> to)
            throws SQLException {
        return probed.isPresent() && !sql.byBlocks() ? rows : count(from, to);
    }

    private Wrote written(String update, long compared, List<String> to, boolean last) throws SQLException {
        return new Wrote(to, last, compared, sending.update(update), List.of());
    }

    private long count(@Nullable List<String> from, List<String> to) throws SQLException {
        return sending.list(sql.count(from, to), row -> row.getLong(1)).getFirst();
    }

    /** @param last key that was looked at, null when there was none */
    private record Compared(long rows, long differing, @Nullable String last) {}

    /** A full chunk ends at its last row; one that is not full has come to the end of the lane. */
    private Wrote comparedUpTo(@Nullable List<String> from, List<String> hi, int rows) throws SQLException {
        Compared chunk = sending.list(
                        sql.compareUpTo(from, hi, rows),
                        row -> new Compared(row.getLong(1), row.getLong(2), row.getString(3)))
                .getFirst();
        List<String> to = chunk.rows() < rows
                ? hi
                : List.of(Objects.requireNonNull(chunk.last(), "the key of a row that was counted"));
        return new Wrote(to, to.equals(hi), chunk.rows(), chunk.differing(), differing(chunk.differing(), from, to));
    }

    private Wrote compared(@Nullable List<String> from, List<String> to, boolean last) throws SQLException {
        long[] counts = sending.list(sql.compare(from, to), row -> new long[] {row.getLong(1), row.getLong(2)})
                .getFirst();
        return new Wrote(to, last, counts[0], counts[1], differing(counts[1], from, to));
    }

    private List<String> differing(long rows, @Nullable List<String> from, List<String> to) throws SQLException {
        return rows == 0
                ? List.of()
                : sending.list(sql.differing(from, to, SHOWN), row -> String.join(", ", sql.key(row)));
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
                    throw new Failure(
                            Code.FENCED,
                            "Lane " + (lane.number() + 1) + " changed hands. Nothing was written.",
                            "Nothing to do.");
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
                differing.subList(0, Math.min(SHOWN, differing.size())),
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
