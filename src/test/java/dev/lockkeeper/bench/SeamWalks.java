package dev.lockkeeper.bench;

import dev.lockkeeper.plan.Engine;
import dev.lockkeeper.plan.Identifier;
import dev.lockkeeper.plan.Step;
import dev.lockkeeper.plan.TableName;
import dev.lockkeeper.target.KeyRange;
import dev.lockkeeper.target.Lane;
import dev.lockkeeper.target.Rows;
import dev.lockkeeper.target.RowsWork;
import dev.lockkeeper.target.Target;
import dev.lockkeeper.target.TargetAccess;
import dev.lockkeeper.target.TargetSession;
import dev.lockkeeper.target.postgres.PostgresDialect;
import dev.lockkeeper.testing.Databases.Database;
import dev.lockkeeper.testing.Epochs;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntConsumer;

/**
 * The same chunks with the ledger and without it, both in this process and both without the server, so that nothing but the ledger is
 * between them: 20,000 rows a chunk, two threads, the same four settings, probe, update and asynchronous commit. Without it a chunk has
 * no lane row to lock and to move, and a crash would not know where it was.
 */
final class SeamWalks {

    private static final int CHUNK = 20_000;
    private static final String SETTINGS =
            """
            select set_config('lock_timeout', '500ms', true), set_config('statement_timeout', '10s', true),
                   set_config('synchronous_commit', 'off', true), set_config('lockkeeper.engine', 'on', true),
                   pg_current_wal_insert_lsn()::text, set_config('idle_in_transaction_session_timeout', '1s', true)
            """;

    private SeamWalks() {}

    static Map<String, Double> withLedger(Database database, long rows) {
        PostgresDialect dialect = new PostgresDialect();
        RowsWork work = work();
        try (TargetSession session = dialect.open(access(database), "bench")) {
            session.ledger().install();
            session.ledger().open(1, "digest", session.identity(), false, Epochs.next());
            List<KeyRange> halves = halves(rows);
            session.ledger().plan(1, work.step(), halves);
            return timed(
                    rows,
                    lane -> {
                        try (TargetSession own = dialect.open(access(database), "bench lane")) {
                            Rows walk = own.rows(work);
                            Lane now = own.ledger().takeOver(1, work.step(), lane, Epochs.next(), "bench");
                            while (!now.done()) {
                                now = walk.next(now, CHUNK).lane();
                            }
                        }
                    },
                    () -> session.ledger().remember(1, "on disk", "yes"));
        }
    }

    static Map<String, Double> withoutLedger(Database database, long rows) {
        return timed(
                rows,
                lane -> plain(database, halves(rows).get(lane)),
                () -> database.run("create table on_disk (n int)"));
    }

    private static void plain(Database database, KeyRange range) {
        long at = range.lo() == null ? 0 : Long.parseLong(range.lo().getFirst());
        long end = Long.parseLong(range.hi().getFirst());
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            while (at < end) {
                statement.execute(SETTINGS);
                long to = end;
                try (ResultSet row = statement.executeQuery("select id::text from people where id > '" + at
                        + "'::bigint and id <= '" + end + "'::bigint order by people.id offset " + (CHUNK - 1)
                        + " limit 1")) {
                    to = row.next() ? Long.parseLong(row.getString(1)) : end;
                }
                statement.executeUpdate(BenchTables.UPDATE + " where id > '" + at + "'::bigint and id <= '" + to
                        + "'::bigint and (first_name, last_name) is distinct from (" + BenchTables.FIRST
                        + "::varchar, " + BenchTables.LAST + "::varchar)");
                connection.commit();
                at = to;
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, Double> timed(long rows, IntConsumer lane, Runnable synchronous) {
        long began = System.nanoTime();
        List<CompletableFuture<Void>> both = List.of(
                CompletableFuture.runAsync(() -> lane.accept(0)), CompletableFuture.runAsync(() -> lane.accept(1)));
        both.forEach(CompletableFuture::join);
        synchronous.run();
        double seconds = (System.nanoTime() - began) / 1e9;
        return Map.of("rate", rows / seconds, "seconds", seconds);
    }

    private static List<KeyRange> halves(long rows) {
        List<String> middle = List.of(String.valueOf(rows / 2));
        return List.of(new KeyRange(null, middle), new KeyRange(middle, List.of(String.valueOf(rows))));
    }

    private static RowsWork work() {
        Map<Identifier, String> set = new LinkedHashMap<>();
        set.put(new Identifier("first_name"), BenchTables.FIRST);
        set.put(new Identifier("last_name"), BenchTables.LAST);
        return new RowsWork(1, "work/0", RowsWork.Kind.WRITE, TableName.of("people"), set, Step.Guard.MISMATCH);
    }

    private static TargetAccess access(Database database) {
        return new TargetAccess(
                new Target(
                        1,
                        "bench",
                        Engine.POSTGRESQL,
                        database.url(),
                        database.username(),
                        null,
                        "bench",
                        null,
                        List.of(),
                        List.of(),
                        Map.of()),
                database.password(),
                "bench");
    }
}
