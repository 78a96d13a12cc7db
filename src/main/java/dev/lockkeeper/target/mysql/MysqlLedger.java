package dev.lockkeeper.target.mysql;

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
final class MysqlLedger implements Ledger, Journal {

    private static final String OPEN =
            """
            insert into lockkeeper_run (owner, run, digest, identity) values (?, ?, ?, ?)
            on duplicate key update run = run
            """;
    private static final String OPENED = "select digest, identity from lockkeeper_run where owner = ? and run = ?";
    private static final String RAISE =
            "update lockkeeper_run set epoch = ? where owner = ? and run = ? and epoch <= ?";

    /** Until the transaction ends nobody can open the run with a greater epoch. MariaDB knows no {@code for share}. */
    private static final String FENCE =
            "select 1 from lockkeeper_run where owner = ? and run = ? and epoch = ? lock in share mode";

    /** Two who held it in share mode and then wanted it alone would wait for each other. */
    private static final String FENCE_ALONE =
            "select 1 from lockkeeper_run where owner = ? and run = ? and epoch = ? for update";

    private static final String EPOCH = "select epoch from lockkeeper_run where owner = ? and run = ?";

    private static final String JOURNAL =
            "select state from lockkeeper_journal where owner = ? and run = ? and step = ? and statement = ? and direction = ?";
    private static final String WRITE =
            """
            insert into lockkeeper_journal (owner, run, step, statement, direction, state) values (?, ?, ?, ?, ?, ?)
            on duplicate key update state = ?, at = sysdate(6)
            """;
    private static final String FORGET =
            "delete from lockkeeper_journal where owner = ? and run = ? and step = ? and direction = ?";
    private static final String REMEMBER =
            """
            insert into lockkeeper_fact (owner, run, name, value) values (?, ?, ?, ?)
            on duplicate key update value = ?
            """;
    /** Until the transaction ends nobody can take the lane over. */
    private static final String IN_HAND =
            "select 1 from lockkeeper_lane where owner = ? and run = ? and step = ? and lane = ? and epoch = ? lock in share mode";

    private static final String RECALL = "select value from lockkeeper_fact where owner = ? and run = ? and name = ?";

    private final Connection connection;
    private final String owner;
    private final JdbcClient sql;
    private final MysqlLanes lanes;
    private final MysqlHoles holes;

    /** By which the ledger knows this session; none before it has opened a run. */
    private long epoch = -1;

    MysqlLedger(Connection connection, String owner) {
        this.connection = connection;
        this.owner = owner;
        this.sql = JdbcClient.create(new SingleConnectionDataSource(connection, true));
        this.lanes = new MysqlLanes(connection, owner);
        this.holes = new MysqlHoles(connection, owner);
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
                    "Bring the ledger (tables lockkeeper_*) back, then retry; or roll back, or cancel and look at the target.");
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
        told(() -> sql.sql(RAISE).params(newEpoch, owner, run, newEpoch).update());
        // Rows that an update leaves as they are may not be counted, so it is asked.
        long now =
                told(() -> sql.sql(EPOCH).params(owner, run).query(Long.class).single());
        if (now != newEpoch) {
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
        try {
            requireEpoch(entry.run(), FENCE);
        } catch (DataAccessException e) {
            throw SqlFailures.of("reading or writing the ledger", e);
        }
        try (var statement = transaction.prepareStatement(WRITE)) {
            statement.setString(1, owner);
            statement.setLong(2, entry.run());
            statement.setString(3, entry.step());
            statement.setInt(4, entry.statement());
            statement.setString(5, entry.direction());
            statement.setString(6, "done");
            statement.setString(7, "done");
            statement.executeUpdate();
        }
    }

    private void write(JournalEntry entry, String state) {
        fenced(entry.run(), () -> sql.sql(WRITE)
                .params(owner, entry.run(), entry.step(), entry.statement(), entry.direction(), state, state)
                .update());
    }

    @Override
    public void forget(long run, String step, String direction) {
        fenced(run, () -> sql.sql(FORGET).params(owner, run, step, direction).update());
    }

    @Override
    public void remember(long run, String name, String value) {
        fenced(
                run,
                () -> sql.sql(REMEMBER).params(owner, run, name, value, value).update());
    }

    @Override
    public boolean remember(long run, String step, Lane lane, String name, String value) {
        return told(() -> AtOnce.run(connection, "reading or writing the ledger", () -> {
            boolean inHand = sql.sql(IN_HAND)
                    .params(owner, run, step, lane.number(), lane.epoch())
                    .query(Integer.class)
                    .optional()
                    .isPresent();
            return inHand
                    && sql.sql(REMEMBER).params(owner, run, name, value, value).update() > 0;
        }));
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
        return fenced(run, FENCE_ALONE, () -> lanes.plan(run, step, ranges));
    }

    @Override
    public Lane takeOver(long run, String step, int lane, long ofTask, String server) {
        return told(() -> lanes.takeOver(run, step, lane, ofTask, server));
    }

    @Override
    public void fail(long run, String step, Lane lane, String failure) {
        told(() -> lanes.fail(run, step, lane, failure));
    }

    @Override
    public void clearLanes(long run, String step) {
        fenced(run, () -> {
            lanes.clear(run, step);
            return holes.clear(run, step);
        });
    }

    /** In one transaction with the question whether the run is still this session's. */
    private <T> T fenced(long run, Supplier<T> work) {
        return fenced(run, FENCE, work);
    }

    private <T> T fenced(long run, String fence, Supplier<T> work) {
        return told(() -> AtOnce.run(connection, "reading or writing the ledger", () -> {
            requireEpoch(run, fence);
            return work.get();
        }));
    }

    private void requireEpoch(long run, String fence) {
        if (sql.sql(fence)
                .params(owner, run, epoch)
                .query(Integer.class)
                .optional()
                .isEmpty()) {
            throw fenced(run);
        }
    }

    private static Failure fenced(long run) {
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
}
