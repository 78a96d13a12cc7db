package dev.lockkeeper.target.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.plan.Step.Guard;
import dev.lockkeeper.target.KeyRange;
import dev.lockkeeper.target.Lane;
import dev.lockkeeper.target.RowsWork;
import dev.lockkeeper.target.RowsWork.Kind;
import dev.lockkeeper.testing.Epochs;
import dev.lockkeeper.testing.Writers;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two workers on connections of their own, an application that writes all the while, and whatever can go wrong between them. */
class ExactlyOnceTest {

    private static final int ROWS = 20_000;
    private static final RowsWork COUNT = Walked.write(Guard.NONE, "t", "n", "n + 1", "new", "concat('f-', old)");

    private final Walked walked = new Walked(
            "create table digits (d int primary key)",
            "insert into digits values (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)",
            "create table t (id bigint primary key, old varchar(30) not null, new varchar(40), n int not null default 0)",
            "insert into t (id, old) select 3 * (a.d + 10 * b.d + 100 * c.d + 1000 * e.d + 10000 * f.d), 'x'"
                    + " from digits a, digits b, digits c, digits e, digits f where f.d < 2",
            "create trigger t_sync_insert before insert on t for each row"
                    + " begin if @lockkeeper_engine is null then set new.new = concat('f-', new.old); end if; end",
            "create trigger t_sync_update before update on t for each row"
                    + " begin if @lockkeeper_engine is null then set new.new = concat('f-', new.old); end if; end");

    @AfterEach
    void close() throws Exception {
        walked.close();
    }

    /** Updates, deletes of rows with odd keys that it has inserted itself, moves them: rows of the walk keep their keys. */
    private static String application(long i) {
        long id = 3L * ThreadLocalRandom.current().nextInt(ROWS);
        return switch ((int) (i % 4)) {
            case 0 -> "insert ignore into t (id, old) values (" + (id + 1) + ", 'new " + i + "')";
            case 1 -> "delete from t where id = " + (id + 1);
            case 2 -> "update ignore t set id = id + 1 where id = " + (id + 1);
            default -> "update t set old = 'w" + i + "' where id = " + id;
        };
    }

    private final java.util.Queue<Long> sessions = new java.util.concurrent.ConcurrentLinkedQueue<>();

    /** Walks a lane until it is done or in other hands; a lost connection is a new worker's. */
    private void work(int lane, AtomicInteger chunks) {
        work(lane, chunks, 211);
    }

    private void work(int lane, AtomicInteger chunks, int size) {
        while (true) {
            try (Connection connection = Given.connection(walked.database)) {
                MysqlRows rows = walked.rows(connection, COUNT);
                Lane mine = new MysqlLedger(connection, Given.OWNER)
                        .takeOver(Walked.RUN, Walked.STEP, lane, Epochs.next(), "worker");
                sessions.add(connectionId(connection));
                while (!mine.done()) {
                    mine = Walked.patiently(rows, mine, size);
                    chunks.incrementAndGet();
                }
                return;
            } catch (Failure failure) {
                if (failure.code() == Code.FENCED) {
                    return;
                }
                if (failure.code() != Code.TARGET_UNREACHABLE && failure.code() != Code.LOCK_NOT_GRANTED) {
                    throw failure;
                }
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private List<Lane> plan(int lanes) {
        List<Lane> planned =
                walked.ledger.plan(Walked.RUN, Walked.STEP, walked.rows(COUNT).split(lanes));
        assertThat(planned).hasSize(lanes);
        return planned;
    }

    private void everyRowIsCountedOnceAndInSync() {
        assertThat(walked.ask("select concat(count(*), ' ', min(n), ' ', max(n)) from t where id % 3 = 0"))
                .isEqualTo(ROWS + " 1 1");
        assertThat(walked.ask("select count(*) from t where not (new <=> concat('f-', old))"))
                .isEqualTo("0");
        assertThat(walked.ask("select max(n) <= 1 from t")).isEqualTo("1");
    }

    @Test
    void countsEveryRowOnceBesideWriters() {
        plan(2);
        AtomicInteger chunks = new AtomicInteger();
        try (Writers writers = new Writers(walked.database, 2, ExactlyOnceTest::application)) {
            CompletableFuture<Void> one = CompletableFuture.runAsync(() -> work(0, chunks), Walked.THREADS);
            CompletableFuture<Void> two = CompletableFuture.runAsync(() -> work(1, chunks), Walked.THREADS);
            one.join();
            two.join();
            assertThat(writers.writes()).isPositive();
        }
        everyRowIsCountedOnceAndInSync();
        RowsWork same = Walked.work(Kind.COMPARE, Guard.NONE, "t", Walked.set("new", "concat('f-', old)"));
        walked.ledger.clearLanes(Walked.RUN, Walked.STEP);
        assertThat(walked.walk(same, 1000).stream().mapToLong(Lane::rows).sum()).isZero();
    }

    @Test
    void countsEveryRowOnceThoughLanesAreTakenOverAndSplit() {
        plan(1);
        AtomicInteger chunks = new AtomicInteger();
        AtomicBoolean stop = new AtomicBoolean();
        try (Writers writers = new Writers(walked.database, 1, ExactlyOnceTest::application)) {
            CompletableFuture<Void> thief = CompletableFuture.runAsync(
                    () -> {
                        while (!stop.get()) {
                            int before = chunks.get();
                            Awaitility.await().until(() -> stop.get() || chunks.get() > before + 2);
                            work(0, chunks);
                        }
                    },
                    Walked.THREADS);
            work(0, chunks);
            Lane mine = patientlyTaken();
            for (int lane = 1; !mine.done() && lane < 4; lane++) {
                MysqlRows rows = walked.rows(COUNT);
                List<String> middle = middle(mine);
                if (walked.ledger.split(Walked.RUN, Walked.STEP, mine, middle)) {
                    work(lane, chunks);
                }
                mine = Walked.patiently(rows, patientlyTaken(), 97);
            }
            work(0, chunks);
            stop.set(true);
            thief.join();
            walked.ledger.lanes(Walked.RUN, Walked.STEP).forEach(lane -> work(lane.number(), chunks));
            assertThat(writers.writes()).isPositive();
        }
        assertThat(walked.ledger.lanes(Walked.RUN, Walked.STEP)).allMatch(Lane::done);
        everyRowIsCountedOnceAndInSync();
    }

    private Lane patientlyTaken() {
        while (true) {
            try {
                return walked.ledger.takeOver(Walked.RUN, Walked.STEP, 0, Epochs.next(), "test");
            } catch (Failure failure) {
                if (failure.code() != Code.LOCK_NOT_GRANTED) {
                    throw failure;
                }
            }
        }
    }

    private static List<String> middle(Lane lane) {
        List<String> from = lane.from();
        long low = from == null ? 0 : Long.parseLong(from.getFirst());
        return List.of(String.valueOf((low + Long.parseLong(lane.range().hi().getFirst())) / 2));
    }

    @Test
    void sharesALaneBetweenItsChunks() {
        plan(1);
        MysqlRows rows = walked.rows(COUNT);
        Lane mine = rows.next(walked.ledger.takeOver(Walked.RUN, Walked.STEP, 0, Epochs.next(), "a"), 500)
                .lane();
        List<String> middle = rows.middle(mine).orElseThrow();
        assertThat(walked.ledger.split(Walked.RUN, Walked.STEP, mine, middle)).isTrue();
        AtomicInteger chunks = new AtomicInteger();
        CompletableFuture<Void> other = CompletableFuture.runAsync(() -> work(1, chunks), Walked.THREADS);
        Walked.finish(rows, mine, 500);
        other.join();
        everyRowIsCountedOnceAndInSync();
        assertThat(walked.ledger.lanes(Walked.RUN, Walked.STEP))
                .allMatch(Lane::done)
                .allMatch(lane -> lane.compared() > ROWS / 3);
    }

    @Test
    void goesOnWhereTheLedgerStandsAfterItsConnectionWasKilled() {
        plan(2);
        AtomicInteger chunks = new AtomicInteger();
        AtomicBoolean stop = new AtomicBoolean();
        AtomicInteger killed = new AtomicInteger();
        CompletableFuture<Void> killer = CompletableFuture.runAsync(
                () -> {
                    while (!stop.get()) {
                        int before = chunks.get();
                        Awaitility.await()
                                .pollInterval(java.time.Duration.ofMillis(1))
                                .pollDelay(java.time.Duration.ZERO)
                                .until(() -> stop.get() || chunks.get() > before);
                        Long id = sessions.poll();
                        if (id != null && !stop.get()) {
                            try {
                                walked.database.run("kill " + id);
                                killed.incrementAndGet();
                            } catch (IllegalStateException gone) {
                                // It had ended by itself.
                            }
                        }
                    }
                },
                Walked.THREADS);
        CompletableFuture<Void> one = CompletableFuture.runAsync(() -> work(0, chunks, 53), Walked.THREADS);
        CompletableFuture<Void> two = CompletableFuture.runAsync(() -> work(1, chunks, 53), Walked.THREADS);
        one.join();
        two.join();
        stop.set(true);
        killer.join();
        assertThat(killed).hasPositiveValue();
        assertThat(walked.ledger.lanes(Walked.RUN, Walked.STEP)).allMatch(Lane::done);
        everyRowIsCountedOnceAndInSync();
    }

    @Test
    void losesItsSessionWhenItFallsAsleepWithinAChunk() throws SQLException {
        walked.ledger.plan(Walked.RUN, Walked.STEP, List.of(new KeyRange(null, List.of("300"))));
        try (Connection connection = Given.connection(walked.database)) {
            Lane lane = new MysqlLedger(connection, Given.OWNER)
                    .takeOver(Walked.RUN, Walked.STEP, 0, Epochs.next(), "sleeper");
            MysqlChunk chunk = new MysqlChunk(connection, Given.OWNER, COUNT);
            org.assertj.core.api.Assertions.assertThatExceptionOfType(Failure.class)
                    .isThrownBy(() -> chunk.transaction(
                            "sleeping",
                            () -> chunk.carry(lane, 10, now -> {
                                new Sending(connection).update("update t set n = n + 1 where id <= 30");
                                Awaitility.await()
                                        .until(() -> walked.ask("select count(*) from information_schema.processlist"
                                                        + " where id = " + connectionId(connection))
                                                .equals("0"));
                                return new MysqlChunk.Wrote(List.of("30"), false, 10, 10, List.of());
                            })))
                    .matches(failure -> failure.code() == Code.TARGET_UNREACHABLE);
        }
        assertThat(walked.ask("select sum(n) from t")).isEqualTo("0");
        assertThat(walked.ledger.lanes(Walked.RUN, Walked.STEP).getFirst().cursor())
                .isNull();
    }

    private static long connectionId(Connection connection) throws SQLException {
        return connection.unwrap(com.mysql.cj.jdbc.JdbcConnection.class).getId();
    }
}
