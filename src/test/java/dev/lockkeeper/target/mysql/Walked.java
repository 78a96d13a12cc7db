package dev.lockkeeper.target.mysql;

import dev.lockkeeper.Failure;
import dev.lockkeeper.plan.Identifier;
import dev.lockkeeper.plan.Step.Guard;
import dev.lockkeeper.plan.TableName;
import dev.lockkeeper.target.KeyRange;
import dev.lockkeeper.target.Lane;
import dev.lockkeeper.target.RowsWork;
import dev.lockkeeper.target.RowsWork.Kind;
import dev.lockkeeper.target.TableShape;
import dev.lockkeeper.testing.Databases.Database;
import dev.lockkeeper.testing.Epochs;
import dev.lockkeeper.testing.MysqlDatabases;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;

/** A database whose tables are walked without an engine: the seam's ledger and rows over connections as a run has them. */
final class Walked implements AutoCloseable {

    static final long RUN = 7;
    static final String STEP = "backfill/0";

    /** The common pool may have a single thread. */
    static final Executor THREADS = task -> Thread.ofPlatform().start(task);

    final Database database;
    final Connection connection;
    final MysqlLedger ledger;

    Walked(String... setup) {
        this.database = MysqlDatabases.fresh("walked").run(setup);
        this.connection = Given.connection(database);
        this.ledger = new MysqlLedger(connection, Given.OWNER);
        ledger.install();
        ledger.open(RUN, "digest", "server", false, Epochs.next());
    }

    static Map<Identifier, String> set(String... columnsAndExpressions) {
        Map<Identifier, String> set = new LinkedHashMap<>();
        for (int i = 0; i < columnsAndExpressions.length; i += 2) {
            set.put(new Identifier(columnsAndExpressions[i]), columnsAndExpressions[i + 1]);
        }
        return set;
    }

    static RowsWork work(Kind kind, Guard guard, String table, Map<Identifier, String> set) {
        return new RowsWork(RUN, STEP, kind, new TableName(null, new Identifier(table)), set, guard);
    }

    static RowsWork write(Guard guard, String table, String... set) {
        return work(Kind.WRITE, guard, table, set(set));
    }

    /** As the target's catalog would say it. */
    TableShape shape(String table) {
        String of =
                " from information_schema.statistics where table_schema = database() and index_name = 'PRIMARY' and table_name = "
                        + Quoting.literal(table);
        try {
            List<String> key = new Sending(connection).texts("select column_name" + of + " order by seq_in_index");
            return new TableShape(
                    MysqlDatabases.name(database),
                    table,
                    16384,
                    100L,
                    List.of(),
                    key,
                    List.of(),
                    List.of(),
                    List.of(),
                    null);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    MysqlRows rows(RowsWork work) {
        return rows(connection, work);
    }

    MysqlRows rows(Connection on, RowsWork work) {
        return new MysqlRows(on, Given.OWNER, work, shape(work.table().name().text()));
    }

    RowsSql sql(RowsWork work) throws SQLException {
        TableShape shape = shape(work.table().name().text());
        TableName table = new TableName(new Identifier(shape.schema()), new Identifier(shape.name()));
        Sending sending = new Sending(connection);
        String quoted = Quoting.name(table);
        return RowsSql.of(
                table,
                WalkKey.read(sending, quoted, shape.key()),
                PlannedColumn.read(sending, quoted),
                work.set(),
                work.guard());
    }

    /** Plans one lane over the whole table and takes it over. */
    Lane onlyLane(MysqlRows rows) {
        ledger.plan(RUN, STEP, rows.split(1));
        return ledger.takeOver(RUN, STEP, 0, Epochs.next(), "test");
    }

    /** Plans these ranges and walks them one after the other. */
    List<Lane> walk(RowsWork work, List<KeyRange> ranges, int rows) {
        MysqlRows walked = rows(work);
        for (Lane lane : ledger.plan(RUN, STEP, ranges)) {
            finish(walked, ledger.takeOver(RUN, STEP, lane.number(), Epochs.next(), "test"), rows);
        }
        return ledger.lanes(RUN, STEP);
    }

    List<Lane> walk(RowsWork work, int rows) {
        return walk(work, rows(work).split(4), rows);
    }

    static Lane finish(MysqlRows walked, Lane from, int rows) {
        Lane lane = from;
        while (!lane.done()) {
            lane = walked.next(lane, rows).lane();
        }
        return lane;
    }

    /** As a worker does it: what is not granted is tried again. */
    static Lane patiently(MysqlRows walked, Lane lane, int rows) {
        while (true) {
            try {
                return walked.next(lane, rows).lane();
            } catch (Failure failure) {
                if (failure.code() != dev.lockkeeper.Code.LOCK_NOT_GRANTED) {
                    throw failure;
                }
            }
        }
    }

    String ask(String query) {
        return database.ask(query);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
