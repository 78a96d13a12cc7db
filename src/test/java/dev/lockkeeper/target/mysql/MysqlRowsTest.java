package dev.lockkeeper.target.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.plan.Step.Guard;
import dev.lockkeeper.target.Hole;
import dev.lockkeeper.target.Lane;
import dev.lockkeeper.target.Rows.Chunk;
import dev.lockkeeper.target.RowsWork;
import dev.lockkeeper.target.RowsWork.Kind;
import dev.lockkeeper.testing.Databases.Database;
import dev.lockkeeper.testing.Epochs;
import dev.lockkeeper.testing.MysqlDatabases;
import java.sql.Connection;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MysqlRowsTest {

    private final Walked walked = new Walked(
            "create table t (id int primary key, old varchar(20), new varchar(4), n int not null default 0,"
                    + " at timestamp not null default '2020-01-01 00:00:00' on update current_timestamp)",
            "insert into t (id, old) with recursive s as (select 1 as i union all select i + 1 from s where i < 20)"
                    + " select i * 10, concat('v', i) from s");

    @AfterEach
    void close() throws Exception {
        walked.close();
    }

    private static Code code(Throwable thrown) {
        return ((Failure) thrown).code();
    }

    @Test
    void writesAChunkAndMovesTheLaneTogether() {
        MysqlRows rows = walked.rows(Walked.write(Guard.MISMATCH, "t", "new", "upper(old)"));
        Lane lane = walked.onlyLane(rows);
        walked.database.run("update t set new = 'V2' where id = 20");
        Chunk chunk = rows.next(lane, 5);
        assertThat(chunk.compared()).isEqualTo(5);
        assertThat(chunk.rows()).isEqualTo(4);
        assertThat(chunk.walBytes()).isPositive();
        assertThat(chunk.lane().cursor()).containsExactly("50");
        assertThat(chunk.lane())
                .isEqualTo(walked.ledger.lanes(Walked.RUN, Walked.STEP).getFirst());
        Lane done = Walked.finish(rows, chunk.lane(), 7);
        assertThat(done.compared()).isEqualTo(20);
        assertThat(done.rows()).isEqualTo(19);
        assertThat(done.chunks()).isEqualTo(4);
        assertThat(walked.ask("select count(*) from t where binary new = upper(old)"))
                .isEqualTo("20");
    }

    @Test
    void leavesAColumnAloneThatEveryUpdateBumps() {
        walked.walk(Walked.write(Guard.NONE, "t", "new", "old"), 6);
        assertThat(walked.ask("select count(*) from t where at = '2020-01-01 00:00:00' and new = old"))
                .isEqualTo("20");
        walked.ledger.clearLanes(Walked.RUN, Walked.STEP);
        walked.walk(walked(Kind.CLEAR), 6);
        assertThat(walked.ask("select count(*) from t where at = '2020-01-01 00:00:00' and new is null"))
                .isEqualTo("20");
    }

    private static RowsWork walked(Kind kind) {
        return Walked.work(kind, Guard.NONE, "t", Walked.set("new", "old"));
    }

    @Test
    void assignsAsIfEveryExpressionSawTheOldRow() {
        walked.walk(Walked.write(Guard.NONE, "t", "n", "1", "new", "concat('n', n)"), 6);
        assertThat(walked.ask("select count(*) from t where n = 1 and new = 'n0'"))
                .isEqualTo("20");
    }

    @Test
    void syncTriggersDoNothingForTheEngineAndWorkForOthers() {
        walked.database.run(
                "create trigger sync before update on t for each row begin if @lockkeeper_engine is null then set new.old = 'lossy'; end if; end");
        walked.walk(Walked.write(Guard.NONE, "t", "new", "left(old, 4)"), 6);
        assertThat(walked.ask("select count(*) from t where old = 'lossy'")).isEqualTo("0");
        walked.database.run("update t set n = 2 where id = 10");
        assertThat(walked.ask("select old from t where id = 10")).isEqualTo("lossy");
        assertThat(asked("select @lockkeeper_engine is null")).isEqualTo("1");
        assertThat(asked("select @@session.wait_timeout = @@global.wait_timeout"))
                .isEqualTo("1");
    }

    private String asked(String query) {
        try {
            return new Sending(walked.connection).first(query).orElse("null");
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void writesNothingOfAChunkWhoseServerWarns() {
        MysqlRows rows = walked.rows(Walked.write(Guard.NULL, "t", "new", "1 + (select 0 where '1x' = 1)"));
        Lane lane = walked.onlyLane(rows);
        assertThatExceptionOfType(Failure.class)
                .isThrownBy(() -> rows.next(lane, 5))
                .matches(failure -> code(failure) == Code.STATEMENT_FAILED);
        assertThat(walked.ask("select count(*) from t where new is not null")).isEqualTo("0");
        assertThat(walked.ledger.lanes(Walked.RUN, Walked.STEP)).containsExactly(lane);
    }

    @Test
    void aRowThatRefusesBecomesAHoleAndIsFilledOnce() {
        walked.database.run("update t set old = 'far too long' where id in (20, 40)");
        MysqlRows rows = walked.rows(Walked.write(Guard.NONE, "t", "new", "old", "n", "n + 1"));
        Lane lane = walked.onlyLane(rows);
        assertThatExceptionOfType(Failure.class)
                .isThrownBy(() -> rows.next(lane, 5))
                .matches(failure -> code(failure) == Code.STATEMENT_FAILED);
        assertThat(rows.skip(lane, "too long").rows()).isEqualTo(1);
        Lane next = walked.ledger.lanes(Walked.RUN, Walked.STEP).getFirst();
        Chunk skipped = rows.skip(next, "Data too long");
        assertThat(skipped.compared()).isEqualTo(1);
        assertThat(skipped.rows()).isZero();
        Lane third = rows.next(skipped.lane(), 1).lane();
        Lane done = Walked.finish(rows, rows.skip(third, "Data too long").lane(), 10);
        List<Hole> holes = walked.ledger.holes(Walked.RUN, Walked.STEP);
        assertThat(holes).extracting(Hole::key).containsExactly(List.of("20"), List.of("40"));
        assertThatExceptionOfType(Failure.class).isThrownBy(() -> rows.fill(holes.getFirst()));
        assertThat(walked.ledger.holes(Walked.RUN, Walked.STEP)).hasSize(2);
        walked.database.run("update t set old = 'ok' where id = 20", "delete from t where id = 40");
        assertThat(rows.fill(holes.getFirst())).isEqualTo(1);
        assertThat(rows.fill(holes.getFirst())).isZero();
        assertThat(rows.fill(holes.getLast())).isZero();
        assertThat(walked.ledger.holes(Walked.RUN, Walked.STEP)).isEmpty();
        assertThat(walked.ask("select count(*) from t where n <> 1")).isEqualTo("0");
        assertThat(done.compared()).isEqualTo(20);
        assertThat(done.rows()).isEqualTo(18);
    }

    @Test
    void whatHasHappenedToTheTableSinceIsNoRowsOwn() {
        MysqlRows rows = walked.rows(Walked.write(Guard.NONE, "t", "new", "old"));
        Lane lane = walked.onlyLane(rows);
        for (String change : List.of(
                "alter table t drop column new",
                "create trigger tt before update on t for each row set new.n = (select max(gone) from nowhere)",
                "alter table t rename to elsewhere")) {
            walked.database.run(change);
            for (Runnable write : List.<Runnable>of(() -> rows.next(lane, 1), () -> rows.skip(lane, "x"))) {
                assertThatExceptionOfType(Failure.class)
                        .as(change)
                        .isThrownBy(write::run)
                        .matches(failure ->
                                code(failure) == Code.MISSING_OBJECT || code(failure) == Code.STATEMENT_REFUSED);
            }
        }
        assertThat(walked.ledger.holes(Walked.RUN, Walked.STEP)).isEmpty();
        assertThat(walked.ledger.lanes(Walked.RUN, Walked.STEP)).containsExactly(lane);
    }

    @Test
    void whoMayNotWriteIsToldSoAndNoRowIsLeftOut() throws Exception {
        String name = MysqlDatabases.name(walked.database);
        Database poor = MysqlDatabases.limited(
                walked.database, "select on " + name + ".*", "update on " + name + ".lockkeeper_lane");
        Lane lane = walked.onlyLane(walked.rows(Walked.write(Guard.NONE, "t", "new", "old")));
        try (Connection connection = Given.connection(poor)) {
            MysqlRows rows = walked.rows(connection, Walked.write(Guard.NONE, "t", "new", "old"));
            for (Runnable write : List.<Runnable>of(() -> rows.next(lane, 1), () -> rows.skip(lane, "x"))) {
                assertThatExceptionOfType(Failure.class)
                        .isThrownBy(write::run)
                        .matches(failure -> code(failure) == Code.MISSING_PRIVILEGE);
            }
        }
        assertThat(walked.ledger.holes(Walked.RUN, Walked.STEP)).isEmpty();
    }

    @Test
    void stepsOverNothingWhereNoRowIsLeft() {
        MysqlRows rows = walked.rows(Walked.write(Guard.NONE, "t", "new", "old"));
        Lane lane = walked.onlyLane(rows);
        walked.database.run("delete from t");
        Chunk chunk = rows.skip(lane, "x");
        assertThat(chunk.compared()).isZero();
        assertThat(chunk.lane().done()).isTrue();
        assertThat(walked.ledger.holes(Walked.RUN, Walked.STEP)).isEmpty();
    }

    @Test
    void whatEveryRowWouldMeetIsNoRowsOwn() {
        MysqlRows rows = walked.rows(Walked.write(Guard.NONE, "t", "new", "no_such_function(old)"));
        Lane lane = walked.onlyLane(rows);
        assertThatExceptionOfType(Failure.class)
                .isThrownBy(() -> rows.next(lane, 1))
                .matches(failure -> code(failure) != Code.STATEMENT_FAILED);
        assertThatExceptionOfType(Failure.class).isThrownBy(() -> rows.skip(lane, "x"));
        assertThat(walked.ledger.holes(Walked.RUN, Walked.STEP)).isEmpty();
    }

    @Test
    void findsWhatDiffersAndNamesTheFirstKeys() {
        walked.database.run("update t set new = left(old, 4)", "update t set new = upper(new) where id > 80");
        List<Lane> lanes = walked.walk(Walked.work(Kind.COMPARE, Guard.NONE, "t", Walked.set("new", "old")), 3);
        assertThat(lanes.getFirst().compared()).isEqualTo(20);
        assertThat(lanes.getFirst().rows()).isEqualTo(12);
        assertThat(lanes.getFirst().differing())
                .containsExactly("90", "100", "110", "120", "130", "140", "150", "160", "170", "180");
    }

    @Test
    void waitsForALockedRowNoLongerThanTheBudgetAndUndoesTheChunk() throws Exception {
        MysqlRows rows = walked.rows(Walked.write(Guard.NONE, "t", "n", "n + 1"));
        Lane lane = walked.onlyLane(rows);
        try (Connection other = walked.database.connect();
                var statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("update t set old = 'mine' where id = 40");
            assertThatExceptionOfType(Failure.class)
                    .isThrownBy(() -> rows.next(lane, 10))
                    .matches(failure -> code(failure) == Code.LOCK_NOT_GRANTED);
            assertThat(walked.ask("select sum(n) from t")).isEqualTo("0");
            // Nothing of the chunk is held any more.
            walked.database.run("update t set old = 'free' where id = 10");
            other.rollback();
        }
        Walked.finish(rows, lane, 10);
        assertThat(walked.ask("select concat(min(n), max(n)) from t")).isEqualTo("11");
    }

    @Test
    void whoWasFencedOffWritesNothing() {
        MysqlRows rows = walked.rows(Walked.write(Guard.NONE, "t", "n", "n + 1"));
        Lane older = walked.onlyLane(rows);
        Lane newer = walked.ledger.takeOver(Walked.RUN, Walked.STEP, 0, Epochs.next(), "another");
        assertThatExceptionOfType(Failure.class)
                .isThrownBy(() -> rows.next(older, 10))
                .matches(failure -> code(failure) == Code.FENCED);
        Lane moved = rows.next(newer, 10).lane();
        assertThatExceptionOfType(Failure.class)
                .isThrownBy(() -> rows.next(newer, 10))
                .matches(failure -> code(failure) == Code.FENCED);
        Walked.finish(rows, moved, 10);
        assertThat(walked.ask("select concat(min(n), max(n)) from t")).isEqualTo("11");
    }

    @Test
    void endsItsLaneWhereItWasSplit() {
        MysqlRows rows = walked.rows(Walked.write(Guard.NONE, "t", "n", "n + 1"));
        Lane lane = rows.next(walked.onlyLane(rows), 3).lane();
        assertThat(walked.ledger.split(Walked.RUN, Walked.STEP, lane, List.of("100")))
                .isTrue();
        Lane near = rows.next(lane, 100).lane();
        assertThat(near.done()).isTrue();
        assertThat(near.compared()).isEqualTo(10);
        assertThat(walked.ask("select sum(n) from t")).isEqualTo("10");
        Walked.finish(rows, walked.ledger.takeOver(Walked.RUN, Walked.STEP, 1, Epochs.next(), "b"), 4);
        assertThat(walked.ask("select concat(min(n), max(n), sum(n)) from t")).isEqualTo("1120");
    }

    @Test
    void standsOnTheTableAndNotOnItsName() {
        RowsWork work = Walked.write(Guard.NONE, "t", "new", "old");
        String ground = walked.rows(work).ground();
        assertThat(ground).matches("table \\d+, key id int.*");
        walked.database.run("alter table t add index (new)");
        assertThat(walked.rows(work).ground()).isEqualTo(ground);
        walked.database.run("create table other like t", "drop table t", "rename table other to t");
        assertThat(walked.rows(work).ground()).isNotEqualTo(ground);
        walked.database.run(
                "create table `we``ird na.me é` (k varchar(9) character set latin1 primary key, new int) partition by key (k) partitions 3");
        assertThat(walked.rows(Walked.write(Guard.NONE, "we`ird na.me é", "new", "1"))
                        .ground())
                .matches("table \\d+, key k varchar\\(9\\) collate latin1_swedish_ci");
    }

    @Test
    void refusesByNameWhatItCannotDo() {
        walked.database.run(
                "create table isam (id int primary key, new int) engine = myisam",
                "create table inexact (id float primary key, new int)",
                "create table shape (id int primary key, new geometry)");
        refuses(Code.UNSUPPORTED, "MyISAM", Walked.write(Guard.NONE, "isam", "new", "1"));
        refuses(Code.UNSUPPORTED, "float", Walked.write(Guard.NONE, "inexact", "new", "1"));
        refuses(Code.UNSUPPORTED, "geometry", Walked.write(Guard.MISMATCH, "shape", "new", "point(1, 1)"));
        refuses(Code.UNSUPPORTED, "part of the key", Walked.write(Guard.NONE, "t", "ID", "id + 1"));
        refuses(Code.NOT_YET, "marker", Walked.write(Guard.MARKER, "t", "new", "old"));
        refuses(Code.MISSING_OBJECT, "no column 'gone'", Walked.write(Guard.NONE, "t", "gone", "old"));
    }

    private void refuses(Code code, String words, RowsWork work) {
        walked.ledger.clearLanes(Walked.RUN, Walked.STEP);
        walked.database.run("insert ignore into " + work.table().name().text() + " (id) values (1)");
        assertThatExceptionOfType(Failure.class)
                .isThrownBy(() -> {
                    MysqlRows rows = walked.rows(work);
                    rows.next(walked.onlyLane(rows), 10);
                })
                .matches(failure -> code(failure) == code)
                .withMessageContaining(words);
    }
}
