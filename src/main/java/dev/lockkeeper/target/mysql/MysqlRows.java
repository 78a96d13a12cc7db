package dev.lockkeeper.target.mysql;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.plan.Identifier;
import dev.lockkeeper.plan.Step.Guard;
import dev.lockkeeper.plan.TableName;
import dev.lockkeeper.target.Hole;
import dev.lockkeeper.target.KeyRange;
import dev.lockkeeper.target.Lane;
import dev.lockkeeper.target.Rows;
import dev.lockkeeper.target.RowsWork;
import dev.lockkeeper.target.TableShape;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes or compares the rows of one table, a key range at a time. {@link MysqlChunk} has the lane's side of a chunk; here are the
 * probe for its end and its rows.
 */
final class MysqlRows implements Rows {

    /** Where a table has no estimate. */
    private static final int BYTES_A_ROW = 150;

    /** The binary log has a row as it was and as it is. */
    private static final int IMAGES = 2;

    private static final String KEY = ", key ";

    private static final String ENGINE =
            """
            select engine, coalesce(create_time, '') from information_schema.tables
            where table_schema = %s and table_name = %s
            """;

    /**
     * The number of the table in its engine: another table that takes the name has another, as has one that was truncated or rebuilt. Names
     * in the engine are spelled as its files were; what follows a {@code #} is a partition. The views are for logins with the right {@code
     * process}.
     */
    private static final String NUMBER =
            """
            select min(table_id) from information_schema.%s
            where substring_index(cast(name as binary), '#', 1) = concat(
                cast(convert(_utf8mb4 %s using filename) as binary), '/', cast(convert(_utf8mb4 %s using filename) as binary))
            """;

    private final Connection connection;
    private final RowsWork work;
    private final TableShape shape;
    private final TableName table;
    private final RowsSql sql;
    private final Sending sending;
    private final MysqlHoles holes;
    private final MysqlChunk chunk;

    /** @throws Failure {@code unsupported} for a table whose engine has no transactions, and as {@link RowsSql#of} */
    MysqlRows(Connection connection, String owner, RowsWork work, TableShape shape) {
        this.connection = connection;
        this.work = work;
        this.shape = shape;
        this.table = new TableName(new Identifier(shape.schema()), new Identifier(shape.name()));
        this.sending = new Sending(connection);
        this.holes = new MysqlHoles(connection, owner);
        this.chunk = new MysqlChunk(connection, owner, work);
        this.sql = read();
    }

    private RowsSql read() {
        String quoted = Quoting.name(table);
        try {
            String engine = created().getFirst();
            if (!engine.equalsIgnoreCase("InnoDB")) {
                throw new Failure(
                        Code.UNSUPPORTED,
                        "Table '" + table + "' is of engine " + engine
                                + ", which has no transactions: its rows could not be written together with the ledger. Nothing was written.",
                        "Convert it to InnoDB first.");
            }
            return RowsSql.of(
                    table,
                    WalkKey.read(sending, quoted, shape.key()),
                    PlannedColumn.read(sending, quoted),
                    work.set(),
                    work.guard());
        } catch (SQLException e) {
            throw SqlFailures.of("reading the columns of " + table, e);
        }
    }

    /** Engine and time of creation. */
    private List<String> created() throws SQLException {
        return sending
                .list(
                        ENGINE.formatted(Quoting.literal(shape.schema()), Quoting.literal(shape.name())),
                        row -> List.of(String.valueOf(row.getString(1)), String.valueOf(row.getString(2))))
                .stream()
                .findFirst()
                .orElse(List.of("none", ""));
    }

    @Override
    public List<KeyRange> split(int lanes) {
        try {
            return new Splitting(sending, sql).ranges(lanes);
        } catch (SQLException e) {
            throw SqlFailures.of("dividing " + table + " into lanes", e);
        }
    }

    @Override
    public Optional<List<String>> middle(Lane lane) {
        try {
            return new Splitting(sending, sql).middle(lane.from(), lane.range().hi());
        } catch (SQLException e) {
            throw SqlFailures.of("looking for the middle of a lane of " + table, e);
        }
    }

    @Override
    public String ground() {
        String key = sql.keyColumns().stream()
                .map(KeyColumn::column)
                .map(column -> column.name() + " " + column.type()
                        + (column.collation() == null ? "" : " collate " + column.collation()))
                .collect(Collectors.joining(", "));
        try {
            return tableNumber() + KEY + key;
        } catch (SQLException e) {
            throw SqlFailures.of("asking what table and key the walk stands on", e);
        }
    }

    /**
     * Rows are found by their key wherever they lie, so a table that was rebuilt or truncated is walked on, and then once more from its
     * start: the engine does not tell it from another one of that name. Not where a row must be written once.
     */
    @Override
    public boolean renews(String planned) {
        boolean again = work.kind() != RowsWork.Kind.WRITE || work.guard() != Guard.NONE;
        int key = planned.indexOf(KEY);
        return again && key >= 0 && ground().endsWith(planned.substring(key));
    }

    private String tableNumber() throws SQLException {
        for (String view : List.of("innodb_tables", "innodb_sys_tables")) {
            Optional<String> number = numberIn(view);
            if (number.isPresent()) {
                return "table " + number.get();
            }
        }
        return "table of " + created().getLast();
    }

    /** Empty when the server has no such view, or the login may not read it. */
    private Optional<String> numberIn(String view) throws SQLException {
        try {
            return sending.first(
                    NUMBER.formatted(view, Quoting.literal(shape.schema()), Quoting.literal(shape.name())));
        } catch (SQLException e) {
            if (SqlFailures.lost(e)) {
                throw e;
            }
            return Optional.empty();
        }
    }

    @Override
    public Optional<Long> estimate() {
        return Optional.ofNullable(shape.estimatedRows());
    }

    @Override
    public Chunk next(Lane lane, int rows) {
        return carried(lane, rows, now -> work(now, rows));
    }

    @Override
    public Chunk skip(Lane lane, String error) {
        return carried(lane, 1, now -> stepOver(now, error));
    }

    private Chunk carried(Lane lane, int rows, MysqlChunk.Part part) {
        Lane after = chunk.transaction("writing a chunk of " + table, () -> chunk.carry(lane, rows, part));
        long wrote = after.rows() - lane.rows();
        List<String> differing = after.differing()
                .subList(lane.differing().size(), after.differing().size());
        return new Chunk(after, after.compared() - lane.compared(), wrote, logged(wrote), differing);
    }

    /** The servers do not tell a session what it has written, so this is a guess by the rows' average length. */
    private long logged(long rows) {
        Long all = shape.estimatedRows();
        long each = all == null || all == 0 ? BYTES_A_ROW : Math.max(1, shape.bytes() / all);
        return work.kind() == RowsWork.Kind.COMPARE ? 0 : rows * each * IMAGES;
    }

    private MysqlChunk.Wrote work(Lane lane, int rows) throws SQLException {
        List<String> from = lane.from();
        List<String> hi = lane.range().hi();
        Optional<List<String>> probed = one(sql.probe(from, hi, rows));
        List<String> to = probed.orElse(hi);
        boolean last = to.equals(hi);
        return switch (work.kind()) {
            case WRITE -> written(sql.write(from, to), probed.isPresent() ? rows : count(from, to), to, last);
            case CLEAR -> written(sql.clear(from, to), probed.isPresent() ? rows : count(from, to), to, last);
            case COMPARE -> compared(from, to, last);
        };
    }

    /** @param compared the probe has counted the rows of a full chunk; only those of the last one are counted apart */
    private MysqlChunk.Wrote written(String update, long compared, List<String> to, boolean last) throws SQLException {
        return new MysqlChunk.Wrote(to, last, compared, sending.update(update, MysqlChunk.SECONDS), List.of());
    }

    private long count(@Nullable List<String> from, List<String> to) throws SQLException {
        return sending.list(sql.count(from, to), row -> row.getLong(1)).getFirst();
    }

    private MysqlChunk.Wrote compared(@Nullable List<String> from, List<String> to, boolean last) throws SQLException {
        long[] counts = sending.listStrictly(sql.compare(from, to), row -> new long[] {row.getLong(1), row.getLong(2)})
                .getFirst();
        List<String> differing = counts[1] == 0
                ? List.of()
                : sending.list(sql.differing(from, to, MysqlChunk.SHOWN), row -> String.join(", ", sql.key(row)));
        return new MysqlChunk.Wrote(to, last, counts[0], counts[1], differing);
    }

    /**
     * The row is tried once more, in the same transaction: the one that refused may have been mended, or deleted since, and the row behind
     * it must not be left out for it.
     */
    private MysqlChunk.Wrote stepOver(Lane lane, String error) throws SQLException {
        List<String> hi = lane.range().hi();
        Optional<List<String>> next = one(sql.probe(lane.from(), hi, 1));
        if (next.isEmpty()) {
            return new MysqlChunk.Wrote(hi, true, 0, 0, List.of());
        }
        List<String> key = next.get();
        Optional<Long> rows = attempt(key);
        if (rows.isEmpty()) {
            holes.add(work.run(), work.step(), key, error);
        }
        return new MysqlChunk.Wrote(key, key.equals(hi), 1, rows.orElse(0L), List.of());
    }

    /** Empty when the row refuses; its own part is undone then, the transaction goes on. */
    private Optional<Long> attempt(List<String> key) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try {
            return Optional.of(sending.update(one(key), MysqlChunk.SECONDS));
        } catch (SQLException e) {
            if (!SqlFailures.aboutTheRow(e)) {
                throw e;
            }
            connection.rollback(before);
            return Optional.empty();
        }
    }

    @Override
    public long fill(Hole hole) {
        // The hole first: whoever else fills or accepts it waits there, and a row is never written for a hole that is
        // gone.
        return chunk.transaction(
                "filling a hole of " + table,
                () -> holes.remove(work.run(), work.step(), hole.number())
                        ? sending.update(one(hole.key()), MysqlChunk.SECONDS)
                        : 0L);
    }

    private String one(List<String> key) {
        return switch (work.kind()) {
            case WRITE -> sql.writeOne(key);
            case CLEAR -> sql.clearOne(key);
            case COMPARE -> throw new IllegalStateException("a comparison has no holes: " + work.step());
        };
    }

    private Optional<List<String>> one(String query) throws SQLException {
        return sending.list(query, sql::key).stream().findFirst();
    }
}
