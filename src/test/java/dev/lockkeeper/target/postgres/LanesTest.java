package dev.lockkeeper.target.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.plan.Identifier;
import dev.lockkeeper.plan.Step.Guard;
import dev.lockkeeper.plan.TableName;
import dev.lockkeeper.target.Hole;
import dev.lockkeeper.target.KeyRange;
import dev.lockkeeper.target.Lane;
import dev.lockkeeper.target.Ledger;
import dev.lockkeeper.target.Rows;
import dev.lockkeeper.target.RowsWork;
import dev.lockkeeper.target.TargetSession;
import dev.lockkeeper.testing.Databases;
import dev.lockkeeper.testing.Databases.Database;
import dev.lockkeeper.testing.Epochs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Lanes that are halved and rows that are left out, at the ledger itself. */
class LanesTest {

    private static final String STEP = "work/0";
    private static final int ROWS = 30_000;

    private Database database;
    private TargetSession session;
    private Ledger ledger;
    private Rows rows;

    @BeforeEach
    void table() {
        database = Databases.fresh("lanes");
        database.run(
                "create table things (id bigint primary key, n int not null default 0, d int not null default 1)",
                "insert into things select i * 10 from generate_series(1, " + ROWS + ") i",
                "analyze things");
        session = Given.open(database);
        ledger = session.ledger();
        ledger.install();
        ledger.open(1, "digest", session.identity(), false, Epochs.next());
        rows = session.rows(new RowsWork(
                1,
                STEP,
                RowsWork.Kind.WRITE,
                TableName.of("things"),
                Map.of(new Identifier("n"), "n + 1 / d"),
                Guard.NONE));
    }

    @AfterEach
    void close() {
        session.close();
    }

    private Lane one() {
        ledger.plan(1, STEP, List.of(new KeyRange(null, List.of(String.valueOf(ROWS * 10)))));
        return ledger.takeOver(1, STEP, 0, Epochs.next(), "here");
    }

    private static Failure failure(Runnable work) {
        return catchThrowableOfType(Failure.class, work::run);
    }

    private void finish() {
        for (Lane lane : ledger.lanes(1, STEP)) {
            Lane now = ledger.takeOver(1, STEP, lane.number(), Epochs.next(), "here");
            while (!now.done()) {
                now = rows.next(now, 700).lane();
            }
        }
    }

    @Test
    void aLaneThatIsHalvedAgainAndAgainIsWalkedOnceInAll() {
        Lane lane = rows.next(one(), 1000).lane();
        List<String> middle = rows.middle(lane).orElseThrow();
        assertThat(middle).containsExactly("155000");
        assertThat(ledger.split(1, STEP, lane, middle)).isTrue();
        // The worker still has the lane as it was, and sees its nearer end at its next chunk.
        Lane next = rows.next(lane, 1_000_000).lane();
        assertThat(next.range().hi()).isEqualTo(middle);
        assertThat(next.done()).isTrue();
        Lane far = ledger.takeOver(1, STEP, 1, Epochs.next(), "there");
        assertThat(ledger.split(1, STEP, far, rows.middle(far).orElseThrow())).isTrue();
        assertThat(ledger.lanes(1, STEP)).extracting(Lane::number).containsExactly(0, 1, 2);
        assertThat(ledger.split(
                        1, STEP, rows.next(ledger.lanes(1, STEP).get(1), 10).lane(), List.of("160000")))
                .isTrue();
        assertThat(ledger.lanes(1, STEP)).extracting(Lane::number).containsExactly(0, 1, 3, 2);
        finish();
        assertThat(database.ask("select count(*) from things where n <> 1")).isEqualTo("0");
        assertThat(ledger.lanes(1, STEP).stream().mapToLong(Lane::compared).sum())
                .isEqualTo(ROWS);
    }

    @Test
    void onlyWhoKnowsWhereTheLaneStandsMayHalveIt() {
        Lane before = one();
        Lane now = rows.next(before, 1000).lane();
        assertThat(ledger.split(1, STEP, before, List.of("5000"))).isFalse();
        ledger.takeOver(1, STEP, 0, Epochs.next(), "another");
        assertThat(ledger.split(1, STEP, now, List.of("155000"))).isFalse();
        assertThat(ledger.lanes(1, STEP)).hasSize(1);
    }

    @Test
    void aShortRestIsNotWorthAnotherWorker() {
        Lane lane = rows.next(one(), ROWS - 2 * Middle.WORTH_A_WORKER + 1).lane();
        assertThat(rows.middle(lane)).isEmpty();
    }

    @Test
    void theMiddleOfALongRestIsJudgedByASampleAlsoWhenKeysAreSparse() {
        database.run(
                "insert into things select 300000 + i from generate_series(1, 400000) i",
                "insert into things values (300000000000)",
                "analyze things");
        session.close();
        session = Given.open(database);
        ledger = session.ledger();
        ledger.open(1, "digest", session.identity(), true, Epochs.next());
        rows = session.rows(new RowsWork(
                1, STEP, RowsWork.Kind.WRITE, TableName.of("things"), Map.of(new Identifier("n"), "1"), Guard.NONE));
        ledger.plan(1, STEP, List.of(new KeyRange(null, List.of("300000000000"))));
        Lane lane = ledger.takeOver(1, STEP, 0, Epochs.next(), "here");
        long middle = Long.parseLong(rows.middle(lane).orElseThrow().getFirst());
        assertThat(Long.parseLong(database.ask("select count(*) from things where id <= " + middle)))
                .isBetween(150_000L, 280_000L);
    }

    @Test
    void aRowThatRefusesIsSteppedOverAndFilledOnce() {
        database.run("update things set d = 0 where id = 10");
        Lane lane = one();
        assertThat(failure(() -> rows.next(lane, 1)).code()).isEqualTo(Code.STATEMENT_FAILED);
        Rows.Chunk skipped = rows.skip(lane, "it refuses");
        assertThat(skipped.compared()).isEqualTo(1);
        assertThat(skipped.rows()).isZero();
        Hole hole = ledger.holes(1, STEP).getFirst();
        assertThat(hole).isEqualTo(new Hole(0, List.of("10"), "it refuses", Hole.State.OPEN));
        assertThat(failure(() -> rows.fill(hole)).code()).isEqualTo(Code.STATEMENT_FAILED);
        assertThat(ledger.holes(1, STEP)).hasSize(1);
        finish();
        database.run("update things set d = 1 where id = 10");
        assertThat(rows.fill(hole)).isEqualTo(1);
        assertThat(rows.fill(hole)).isZero();
        assertThat(ledger.holes(1, STEP)).isEmpty();
        assertThat(database.ask("select count(*) from things where n <> 1")).isEqualTo("0");
    }

    @Test
    void theRowBehindOneThatWasDeletedIsNotLeftOutForIt() {
        database.run("update things set d = 0 where id = 10");
        Lane lane = one();
        assertThat(failure(() -> rows.next(lane, 1)).code()).isEqualTo(Code.STATEMENT_FAILED);
        database.run("delete from things where id = 10");
        Rows.Chunk chunk = rows.skip(lane, "it refused");
        assertThat(chunk.rows()).isEqualTo(1);
        assertThat(ledger.holes(1, STEP)).isEmpty();
        finish();
        assertThat(database.ask("select count(*) from things where n <> 1")).isEqualTo("0");
    }

    @Test
    void anAcceptedHoleIsNotFilledAndNumbersAreNotUsedAgain() {
        database.run("update things set d = 0 where id in (10, 20, 30)");
        Lane lane = rows.skip(one(), "one").lane();
        assertThat(ledger.accept(1, STEP, 0)).isTrue();
        assertThat(ledger.accept(1, STEP, 7)).isFalse();
        database.run("update things set d = 1 where id = 10");
        assertThat(rows.fill(ledger.holes(1, STEP).getFirst())).isZero();
        assertThat(database.ask("select n from things where id = 10")).isEqualTo("0");
        ledger.clearLanes(1, STEP);
        assertThat(ledger.holes(1, STEP)).isEmpty();
        assertThat(failure(() -> rows.skip(lane, "fenced")).code()).isEqualTo(Code.FENCED);
        rows.skip(rows.next(one(), 1).lane(), "two");
        assertThat(ledger.holes(1, STEP)).extracting(Hole::number).containsExactly(1);
    }

    @Test
    void whatEveryRowWouldMeetIsNoRowsOwn() {
        database.run("create function broken(int) returns int language plpgsql as 'begin return missing($1); end'");
        Rows broken = session.rows(new RowsWork(
                1,
                STEP,
                RowsWork.Kind.WRITE,
                TableName.of("things"),
                Map.of(new Identifier("n"), "broken(n)"),
                Guard.NONE));
        Lane lane = one();
        assertThat(failure(() -> broken.next(lane, 10)).code()).isEqualTo(Code.STATEMENT_REFUSED);
        assertThat(failure(() -> broken.skip(lane, "x")).code()).isEqualTo(Code.STATEMENT_REFUSED);
        assertThat(ledger.holes(1, STEP)).isEmpty();
    }

    @Test
    void anOlderLedgerIsBroughtUpToDate() {
        database.run("drop table lockkeeper.hole");
        ledger.install();
        assertThat(ledger.holes(1, STEP)).isEqualTo(new ArrayList<Hole>());
    }
}
