package dev.lockkeeper.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.testing.Epochs;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Cases 20 to 26: what the ledger knows is what the rows are, whoever dies, sleeps, or comes back. */
abstract class LedgerContract extends DialectContract {

    private static final int ROWS = 1000;

    private ContractStage stage;
    private RowsWork work;

    LedgerContract(ContractEngine engine) {
        super(engine);
    }

    @BeforeEach
    void table() {
        stage = stage(
                        "create table counters (id bigint primary key, n int not null default 0, w int not null default 0)")
                .fill("counters (id)", ROWS, i -> String.valueOf(i + 1));
        work = stage.work(stage.plan("backfill: {table: counters, set: {n: n + 1}, guard: none}"), 0);
    }

    private void eachRowOnce() {
        assertThat(stage.database.ask("select count(*) from counters where n = 1"))
                .isEqualTo(String.valueOf(ROWS));
    }

    private String written() {
        return stage.database.ask("select count(*) from counters where n <> 0");
    }

    private Lane lane(int number) {
        return stage.session.ledger().lanes(ContractStage.RUN, work.step()).get(number);
    }

    private static void refused(Code code, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(Failure.class, failure -> assertThat(failure.code())
                .as(failure.message())
                .isEqualTo(code));
    }

    @Test
    @DisplayName("[20] lanes that finish out of order do not move each other's cursor past an unfinished chunk")
    void aCursorSpeaksOfItsOwnLane() {
        stage.lanes(work, 250);
        whileWriting(stage, n -> "update counters set w = w + 1 where id = " + (1 + n % ROWS), () -> {
            try (ContractWorker third = new ContractWorker(stage, work, 2);
                    ContractWorker first = new ContractWorker(stage, work, 0)) {
                third.finish(60);
                first.chunks(1, 60);
            }
            assertThat(lane(2).done()).isTrue();
            assertThat(lane(0).cursor()).isEqualTo(List.of("60"));
            assertThat(lane(1).cursor()).isNull();
            assertThat(stage.database.ask(
                            "select count(*) from counters where n = 1 and (id <= 60 or id between 501 and 750)"))
                    .isEqualTo("310");
            assertThat(written()).isEqualTo("310");
            stage.finish(work, 60);
        });
        eachRowOnce();
    }

    @Test
    @DisplayName("[21] a session that is killed within a chunk has written nothing, and the chunk is done once")
    void aKilledSessionHasWrittenNothing() throws SQLException {
        stage.oneLane(work);
        try (ContractWorker worker = new ContractWorker(stage, work, 0);
                Connection other = stage.database.connect();
                Statement lock = other.createStatement()) {
            worker.chunks(2, 100);
            long number = Long.parseLong(
                    worker.session().ask(engine.ownSession(), null).orElseThrow());
            other.setAutoCommit(false);
            lock.execute("update counters set w = 1 where id = 250");
            CompletableFuture<Void> chunk = CompletableFuture.runAsync(() -> worker.next(100));
            Awaitility.await("the chunk waits for the row").until(() -> waiting() > 0);
            assertThat(stage.session.terminate(number)).isTrue();
            assertThatThrownBy(chunk::join)
                    .isInstanceOf(CompletionException.class)
                    .cause()
                    .isInstanceOfSatisfying(Failure.class, failure -> assertThat(failure.code())
                            .isIn(Code.TARGET_UNREACHABLE, Code.LOCK_NOT_GRANTED));
            other.commit();
        }
        assertThat(lane(0).cursor()).isEqualTo(List.of("200"));
        assertThat(written()).isEqualTo("200");
        stage.finish(work, 100);
        eachRowOnce();
    }

    private int waiting() {
        return Integer.parseInt(stage.database.ask(engine.waiting()));
    }

    @Test
    @DisplayName("[22] another plan, another server and a lost ledger are refused")
    void anotherPlanOrServerIsRefused() {
        Ledger ledger = stage.session.ledger();
        String identity = stage.session.identity();
        ledger.open(ContractStage.RUN, ContractStage.DIGEST, identity, true, Epochs.next());
        refused(
                Code.PLAN_CHANGED,
                () -> ledger.open(ContractStage.RUN, "another digest", identity, true, Epochs.next()));
        refused(
                Code.TABLE_CHANGED,
                () -> ledger.open(ContractStage.RUN, ContractStage.DIGEST, "another server", true, Epochs.next()));
        refused(Code.UNKNOWN_OUTCOME, () -> ledger.open(8, ContractStage.DIGEST, identity, true, Epochs.next()));
    }

    @Test
    @DisplayName("[22] a table that took the name of another stands on other ground, as does one with another key")
    void anotherTableIsOtherGround() {
        String ground = stage.session.rows(work).ground();
        stage.database.run("update counters set n = n + 1", "update counters set n = 0");
        assertThat(stage.session.rows(work).ground())
                .as("writes change no ground")
                .isEqualTo(ground);
        stage.database.run(
                "alter table counters rename to counters_before",
                "create table counters (id bigint primary key, n int not null default 0, w int not null default 0)");
        String renamed = stage.session.rows(work).ground();
        assertThat(renamed).isNotEqualTo(ground);
        stage.database.run(
                "drop table counters",
                "create table counters (id varchar(20) primary key, n int not null default 0, w int not null default 0)");
        assertThat(stage.session.rows(work).ground()).isNotIn(ground, renamed);
    }

    @Test
    @DisplayName("[22] lanes are planned once, also by two at the same time")
    void lanesArePlannedOnce() {
        List<KeyRange> ranges =
                List.of(new KeyRange(null, List.of("500")), new KeyRange(List.of("500"), List.of("1000")));
        TargetSession other = stage.open("phase of another");
        other.ledger().join(stage.epoch);
        CompletableFuture<List<Lane>> one =
                CompletableFuture.supplyAsync(() -> other.ledger().plan(ContractStage.RUN, work.step(), ranges));
        List<Lane> mine = stage.session.ledger().plan(ContractStage.RUN, work.step(), ranges);
        assertThat(one.join()).hasSize(2);
        assertThat(mine).hasSize(2);
        stage.finish(work, 100);
        eachRowOnce();
    }

    @Test
    @DisplayName("[24] an older worker's chunk, its failure, and its second chunk change nothing after the takeover")
    void anOlderWorkerIsFenced() {
        stage.oneLane(work);
        whileWriting(stage, n -> "update counters set w = w + 1 where id = " + (1 + n % ROWS), () -> {
            try (ContractWorker older = new ContractWorker(stage, work, 0)) {
                older.chunks(2, 100);
                try (ContractWorker younger = new ContractWorker(stage, work, 0)) {
                    assertThat(younger.lane().epoch())
                            .isGreaterThan(older.lane().epoch());
                    assertThat(younger.lane().cursor()).isEqualTo(List.of("200"));
                    refused(Code.FENCED, () -> older.next(100));
                    younger.chunks(1, 100);
                    refused(Code.FENCED, () -> older.next(100));
                    older.session().ledger().fail(ContractStage.RUN, work.step(), older.lane(), "gave up");
                    assertThat(lane(0).failure()).isNull();
                    assertThat(written()).isEqualTo("300");
                    younger.finish(100);
                }
            }
        });
        eachRowOnce();
    }

    @Test
    @DisplayName("[24] the same worker cannot write a chunk again from a lane it read before")
    void aChunkIsNotWrittenTwiceFromAnOldCursor() {
        stage.oneLane(work);
        try (ContractWorker worker = new ContractWorker(stage, work, 0)) {
            Lane before = worker.lane();
            worker.next(100);
            refused(Code.FENCED, () -> worker.session().rows(work).next(before, 100));
            assertThat(written()).isEqualTo("100");
            worker.finish(100);
        }
        eachRowOnce();
    }

    @Test
    @DisplayName("[24] a takeover waits for the chunk in flight, and its worker is fenced after that")
    void aTakeoverWaitsForTheChunkInFlight() throws SQLException {
        stage.oneLane(work);
        try (ContractWorker older = new ContractWorker(stage, work, 0);
                Connection other = stage.database.connect();
                Statement lock = other.createStatement()) {
            older.chunks(1, 100);
            other.setAutoCommit(false);
            lock.execute("update counters set w = 1 where id = 150");
            CompletableFuture<Void> chunk = CompletableFuture.runAsync(() -> older.next(100));
            Awaitility.await("the chunk waits for the row").until(() -> waiting() > 0);
            TargetSession session = stage.open("lane of another");
            CompletableFuture<Lane> taking = CompletableFuture.supplyAsync(
                    () -> session.ledger().takeOver(ContractStage.RUN, work.step(), 0, Epochs.next(), "another"));
            other.commit();
            Lane taken = taking.join();
            boolean wrote = chunk.handle((nothing, failure) -> failure == null).join();
            assertThat(taken.cursor()).isEqualTo(List.of(wrote ? "200" : "100"));
            assertThat(written()).isEqualTo(wrote ? "200" : "100");
            refused(Code.FENCED, () -> older.next(100));
        }
        stage.finish(work, 100);
        eachRowOnce();
    }

    @Test
    @DisplayName("[24] a second Lockkeeper on the same target has a ledger of its own")
    void twoOwnersDoNotMeet() {
        stage.oneLane(work);
        try (TargetSession stranger = engine.dialect().open(stage.access("another store"), "lockkeeper run 7 phase")) {
            stranger.ledger().install();
            stranger.ledger().open(ContractStage.RUN, "their digest", stranger.identity(), false, Epochs.next());
            assertThat(stranger.ledger().lanes(ContractStage.RUN, work.step())).isEmpty();
            stranger.ledger().remember(ContractStage.RUN, "name", "theirs");
            stranger.ledger().clearLanes(ContractStage.RUN, work.step());
        }
        assertThat(stage.session.ledger().recall(ContractStage.RUN, "name")).isEmpty();
        assertThat(stage.session.ledger().lanes(ContractStage.RUN, work.step())).hasSize(1);
    }

    @Test
    @DisplayName("[23] lanes that were forgotten are walked from the start")
    void forgottenLanesBeginAnew() {
        stage.walk(work, 100);
        stage.session.ledger().clearLanes(ContractStage.RUN, work.step());
        assertThat(stage.session.ledger().lanes(ContractStage.RUN, work.step())).isEmpty();
        assertThat(stage.walk(work, 100)).isEqualTo(ROWS);
        assertThat(stage.database.ask("select count(*) from counters where n = 2"))
                .isEqualTo(String.valueOf(ROWS));
    }

    @Test
    @DisplayName("[26] a row that refuses leaves the chunk unwritten and the lane where it was")
    void aRefusalLeavesTheChunkUnwritten() {
        stage.database.run("update counters set n = 2147483647 where id = 350");
        stage.oneLane(work);
        try (ContractWorker worker = new ContractWorker(stage, work, 0)) {
            worker.chunks(3, 100);
            refused(Code.STATEMENT_FAILED, () -> worker.next(100));
            assertThat(lane(0).cursor()).isEqualTo(List.of("300"));
            assertThat(written()).isEqualTo("301");
            stage.database.run("update counters set n = 0 where id = 350");
            worker.finish(100);
        }
        eachRowOnce();
    }

    @Test
    @DisplayName("[25] the journal of a statement says done only when it had its effect")
    void theJournalSaysWhatHappened() {
        Ledger ledger = stage.session.ledger();
        JournalEntry entry = new JournalEntry(ContractStage.RUN, "work/9", 0, "forward");
        assertThat(ledger.journal(entry)).isEmpty();
        ledger.intend(entry);
        assertThat(ledger.journal(entry)).contains("intent");
        dev.lockkeeper.target.Statement wrong = new dev.lockkeeper.target.Statement(
                "alter table counters add column w int",
                dev.lockkeeper.target.Statement.Mode.TRANSACTION,
                null,
                dev.lockkeeper.target.Statement.Lock.NONE);
        refused(Code.STATEMENT_FAILED, () -> stage.session.execute(wrong, ContractStage.BUDGET, null, entry));
        assertThat(ledger.journal(entry)).contains("intent");
        ledger.done(entry);
        assertThat(ledger.journal(entry)).contains("done");
        ledger.forget(ContractStage.RUN, "work/9", "forward");
        assertThat(ledger.journal(entry)).isEmpty();
    }
}
