package dev.lockkeeper.target.postgres;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.target.Hole;
import dev.lockkeeper.target.JournalEntry;
import dev.lockkeeper.target.KeyRange;
import dev.lockkeeper.target.Lane;
import dev.lockkeeper.target.Ledger;
import dev.lockkeeper.target.Silence;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** The ledger on one connection. Each method is a transaction of its own. */
final class PostgresLedger implements Ledger, Journal {

    private static final String OPEN =
            """
            insert into lockkeeper.run (owner, run, digest, identity) values (?, ?, ?, ?)
            on conflict (owner, run) do nothing
            """;
    private static final String OPENED = "select digest, identity from lockkeeper.run where owner = ? and run = ?";
    private static final String RAISE =
            "update lockkeeper.run set epoch = ? where owner = ? and run = ? and epoch <= ?";

    /** Until the transaction ends nobody can open the run with a greater epoch. */
    private static final String FENCE =
            "select 1 from lockkeeper.run where owner = ? and run = ? and epoch = ? for share";

    private static final String JOURNAL =
            "select state from lockkeeper.journal where owner = ? and run = ? and step = ? and statement = ? and direction = ?";
    private static final String WRITE =
            """
            insert into lockkeeper.journal (owner, run, step, statement, direction, state) values (?, ?, ?, ?, ?, ?)
            on conflict (owner, run, step, statement, direction) do update set state = excluded.state, at = clock_timestamp()
            """;
    private static final String FORGET =
            "delete from lockkeeper.journal where owner = ? and run = ? and step = ? and direction = ?";
    private static final String REMEMBER =
            """
            insert into lockkeeper.fact (owner, run, name, value) values (?, ?, ?, ?)
            on conflict (owner, run, name) do update set value = excluded.value
            """;
    /** Until the transaction ends nobody can take the lane over. */
    private static final String IN_HAND =
            "select 1 from lockkeeper.lane where owner = ? and run = ? and step = ? and lane = ? and epoch = ? for share";

    private static final String RECALL = "select value from lockkeeper.fact where owner = ? and run = ? and name = ?";

    private final Connection connection;
    private final String owner;
    private final JdbcClient sql;
    private final PostgresLanes lanes;
    private final PostgresHoles holes;

    /** By which the ledger knows this session; none before it has opened a run. */
    private long epoch = -1;

    PostgresLedger(Connection connection, String owner) {
        this.connection = connection;
        this.owner = owner;
        this.sql = JdbcClient.create(new SingleConnectionDataSource(connection, true));
        this.lanes = new PostgresLanes(connection, owner);
        this.holes = new PostgresHoles(connection, owner);
    }

    @Override
    public void install() {
        try {
            LedgerSchema.install(connection);
        } catch (SQLException e) {
            throw SqlFailures.of("installing the ledger", e);
        }
    }

    @Override
    public void open(long run, String digest, String identity, boolean begun, long newEpoch) {
        if (begun && opened(run).isEmpty()) {
            throw new Failure(
                    Code.UNKNOWN_OUTCOME,
                    "The ledger in the target knows nothing of run " + run
                            + ", of which steps were begun: it was dropped, or the target was restored to a time before the run. What of"
                            + " the run is in effect cannot be told. Nothing more was done.",
                    "Bring the ledger (schema lockkeeper) back, then retry; or roll back, or cancel and look at the target.");
        }
        told(() -> sql.sql(OPEN).params(owner, run, digest, identity).update());
        List<String> opened = opened(run).orElseThrow();
        if (!opened.get(0).equals(digest)) {
            throw new Failure(
                    Code.PLAN_CHANGED,
                    "The ledger in the target began run " + run + " with another plan (digest " + opened.get(0)
                            + "). Nothing was done.",
                    "The ledger or the store was restored from a copy. Cancel this run and launch a new one.");
        }
        if (!opened.get(1).equals(identity)) {
            throw new Failure(
                    Code.TABLE_CHANGED,
                    "Run " + run + " began on another server or database (" + opened.get(1) + ", now " + identity
                            + "). Nothing was done.",
                    "The target's address leads to a copy. Point it back, or cancel the run and launch it anew.");
        }
        if (told(() -> sql.sql(RAISE).params(newEpoch, owner, run, newEpoch).update()) == 0) {
            throw fenced(run);
        }
        epoch = newEpoch;
    }

    @Override
    public void join(long ofRun) {
        epoch = ofRun;
    }

    private Optional<List<String>> opened(long run) {
        return told(() -> sql.sql(OPENED)
                .params(owner, run)
                .query((rows, n) -> List.of(rows.getString(1), rows.getString(2)))
                .optional());
    }

    @Override
    public Optional<String> journal(JournalEntry entry) {
        return told(() -> sql.sql(JOURNAL)
                .params(owner, entry.run(), entry.step(), entry.statement(), entry.direction())
                .query(String.class)
                .optional());
    }

    @Override
    public void intend(JournalEntry entry) {
        write(entry, "intent");
    }

    @Override
    public void done(JournalEntry entry) {
        write(entry, "done");
    }

    @Override
    public void done(Connection transaction, JournalEntry entry) throws SQLException {
        requireEpoch(transaction, entry.run());
        try (var statement = transaction.prepareStatement(WRITE)) {
            statement.setString(1, owner);
            statement.setLong(2, entry.run());
            statement.setString(3, entry.step());
            statement.setInt(4, entry.statement());
            statement.setString(5, entry.direction());
            statement.setString(6, "done");
            statement.executeUpdate();
        }
    }

    private void write(JournalEntry entry, String state) {
        fenced(entry.run(), () -> sql.sql(WRITE)
                .params(owner, entry.run(), entry.step(), entry.statement(), entry.direction(), state)
                .update());
    }

    @Override
    public void forget(long run, String step, String direction) {
        fenced(run, () -> sql.sql(FORGET).params(owner, run, step, direction).update());
    }

    @Override
    public void remember(long run, String name, String value) {
        fenced(run, () -> sql.sql(REMEMBER).params(owner, run, name, value).update());
    }

    @Override
    public boolean remember(long run, String step, Lane lane, String name, String value) {
        return together(() -> {
            boolean inHand = sql.sql(IN_HAND)
                    .params(owner, run, step, lane.number(), lane.epoch())
                    .query(Integer.class)
                    .optional()
                    .isPresent();
            return inHand && sql.sql(REMEMBER).params(owner, run, name, value).update() > 0;
        });
    }

    @Override
    public Optional<String> recall(long run, String name) {
        return told(() ->
                sql.sql(RECALL).params(owner, run, name).query(String.class).optional());
    }

    @Override
    public List<Lane> lanes(long run, String step) {
        return told(() -> lanes.list(run, step));
    }

    @Override
    public List<Lane> plan(long run, String step, List<KeyRange> ranges) {
        return told(() -> lanes.plan(run, step, ranges, epoch));
    }

    @Override
    public Lane takeOver(long run, String step, int lane, long laneEpoch, String server) {
        return told(() -> lanes.takeOver(run, step, lane, laneEpoch, server));
    }

    @Override
    public void fail(long run, String step, Lane lane, String failure) {
        told(() -> lanes.fail(run, step, lane, failure));
    }

    @Override
    public void clearLanes(long run, String step) {
        fenced(run, () -> lanes.clear(run, step) + holes.clear(run, step));
    }

    @Override
    public boolean split(long run, String step, Lane lane, List<String> middle) {
        return told(() -> lanes.split(run, step, lane, middle));
    }

    @Override
    public List<Hole> holes(long run, String step) {
        return told(() -> holes.list(run, step));
    }

    @Override
    public boolean accept(long run, String step, int hole) {
        return fenced(run, () -> holes.accept(run, step, hole));
    }

    /** In one transaction with the question whether the run is still this session's. */
    private <T> T fenced(long run, Supplier<T> work) {
        return together(() -> {
            requireEpoch(connection, run);
            return work.get();
        });
    }

    private interface Work<T> {
        T run() throws SQLException;
    }

    private <T> T together(Work<T> work) {
        return told(() -> {
            try {
                connection.setAutoCommit(false);
                try {
                    T result = work.run();
                    connection.commit();
                    return result;
                } finally {
                    backToAutoCommit();
                }
            } catch (SQLException e) {
                throw SqlFailures.of("reading or writing the ledger", e);
            }
        });
    }

    private void requireEpoch(Connection transaction, long run) throws SQLException {
        try (var fence = transaction.prepareStatement(FENCE)) {
            fence.setString(1, owner);
            fence.setLong(2, run);
            fence.setLong(3, epoch);
            try (var row = fence.executeQuery()) {
                if (!row.next()) {
                    throw fenced(run);
                }
            }
        }
    }

    private void backToAutoCommit() {
        try {
            if (!connection.isClosed()) {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            // The connection is gone, which the failure on its way already says.
        }
    }

    static Failure fenced(long run) {
        return new Failure(
                Code.FENCED,
                "Another server has taken up run " + run
                        + " since this session opened it. Nothing was changed on the target.",
                "Nothing to do: the other one carries on.");
    }

    private <T> T told(Supplier<T> work) {
        try {
            return Silence.during(connection, Silence.OF_THE_LEDGER, work);
        } catch (DataAccessException e) {
            throw SqlFailures.of("reading or writing the ledger", e);
        }
    }
}
