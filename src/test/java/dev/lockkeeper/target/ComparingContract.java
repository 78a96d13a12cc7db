package dev.lockkeeper.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.Failure;
import dev.lockkeeper.plan.Plan;
import dev.lockkeeper.target.ContractEngine.TypePair;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Cases 36 and 37: a comparison says what is so, for every type. */
abstract class ComparingContract extends DialectContract {

    ComparingContract(ContractEngine engine) {
        super(engine);
    }

    private ContractStage numbers() {
        return stage(
                        "create table numbers (id bigint primary key, a varchar(20), b varchar(20), w int not null default 0)")
                .fill("numbers (id, a, b)", 1000, i -> i + ", 'v" + i + "', 'v" + i + "'");
    }

    @Test
    @DisplayName("[36] every row that differs is counted and the first are named, null and empty among them")
    void everyDifferenceIsFound() {
        ContractStage stage = numbers();
        stage.database.run(
                "update numbers set b = 'other' where id = 10",
                "update numbers set b = null where id = 500",
                "update numbers set a = null where id = 501",
                "update numbers set a = null, b = null where id = 502",
                "update numbers set a = '' , b = null where id = 999");
        RowsWork work = stage.work(stage.plan("verify: {table: numbers, same: {b: a}}"), 0);
        stage.oneLane(work);
        List<String> named = new ArrayList<>();
        whileWriting(stage, n -> "update numbers set w = w + 1 where id = " + n % 1000, () -> {
            try (ContractWorker worker = new ContractWorker(stage, work, 0)) {
                while (!worker.done()) {
                    named.addAll(worker.next(90).differing());
                }
                assertThat(worker.lane().rows()).isEqualTo(4);
                assertThat(worker.lane().compared()).isEqualTo(1000);
            }
        });
        assertThat(named).containsExactly("10", "500", "501", "999");
        assertThat(stage.session
                        .ledger()
                        .lanes(ContractStage.RUN, work.step())
                        .getFirst()
                        .differing())
                .isEqualTo(named);
    }

    @Test
    @DisplayName("[36] text that moves from one column to the next is a difference: ('ab', 'c') is not ('a', 'bc')")
    void columnsAreComparedEachForItself() {
        ContractStage stage = stage(
                "create table pairs (id bigint primary key, a varchar(9), b varchar(9), x varchar(9), y varchar(9))",
                "insert into pairs values (1, 'ab', 'c', 'ab', 'c'), (2, 'ab', 'c', 'a', 'bc'), (3, null, 'c', 'c', null)");
        RowsWork work = stage.work(stage.plan("verify: {table: pairs, same: {x: a, y: b}}"), 0);
        assertThat(stage.walk(work, 10)).isEqualTo(2);
    }

    @Test
    @DisplayName("[36] a comparison that is cancelled has not passed: its lane stays where it was")
    void aCancelledComparisonHasNotPassed() {
        ContractStage stage = numbers();
        stage.database.run("update numbers set b = 'other' where id = 500");
        // Slow, because a server looks at a cancellation only while it works.
        RowsWork work = stage.work(
                stage.plan(
                        "verify: {table: numbers, same: {b: \"case when md5(repeat(a, 100000)) = 'x' then b else a end\"}}"),
                0);
        stage.oneLane(work);
        try (ContractWorker worker = new ContractWorker(stage, work, 0)) {
            worker.chunks(2, 100);
            Lane before = worker.lane();
            CompletableFuture<Void> comparing = CompletableFuture.runAsync(() -> {
                while (!worker.done()) {
                    worker.next(20);
                }
            });
            Awaitility.await("it compares").until(() -> worker.lane().chunks() > before.chunks());
            Awaitility.await("it is interrupted")
                    .pollInterval(java.time.Duration.ofMillis(1))
                    .until(() -> {
                        if (!comparing.isDone()) {
                            worker.session().interrupt();
                        }
                        return comparing.isDone();
                    });
            assertThatThrownBy(comparing::join).cause().isInstanceOf(Failure.class);
            Lane kept =
                    stage.session.ledger().lanes(ContractStage.RUN, work.step()).getFirst();
            assertThat(kept.done()).isFalse();
            assertThat(kept.compared()).isEqualTo(worker.lane().compared()).isLessThan(1000);
        }
        assertThat(stage.finish(work, 100))
                .as("the rest is compared, and the difference found")
                .isEqualTo(1);
    }

    @Test
    @DisplayName("[36] a comparison that failed and is begun anew looks at every row again")
    void aRetryDoesNotPassWithoutLooking() {
        ContractStage stage = numbers();
        stage.database.run("update numbers set b = 'other' where id in (5, 800)");
        RowsWork work = stage.work(stage.plan("verify: {table: numbers, same: {b: a}}"), 0);
        assertThat(stage.walk(work, 100)).isEqualTo(2);
        stage.database.run("update numbers set b = a where id = 800");
        stage.session.ledger().clearLanes(ContractStage.RUN, work.step());
        assertThat(stage.walk(work, 100)).isEqualTo(1);
        Lane lane = stage.session.ledger().lanes(ContractStage.RUN, work.step()).getFirst();
        assertThat(lane.compared()).isEqualTo(1000);
        assertThat(lane.differing()).containsExactly("5");
    }

    @Test
    @DisplayName("[36] a comparison writes no row")
    void aComparisonOnlyReads() {
        ContractStage stage = numbers();
        stage.database.run("update numbers set b = 'other' where id = 5");
        stage.walk(stage.work(stage.plan("verify: {table: numbers, same: {b: a}}"), 0), 100);
        assertThat(stage.database.ask("select count(*) from numbers where " + engine.distinct("a", "b")))
                .isEqualTo("1");
    }

    @TestFactory
    @DisplayName("[37] filled, kept in sync and compared as it is stored:")
    Stream<DynamicTest> everyType() {
        return engine.types().stream()
                .map(pair -> DynamicTest.dynamicTest(pair.name(), () -> storedAsItIsCompared(pair)));
    }

    private void storedAsItIsCompared(TypePair pair) {
        int rows = 300;
        List<String> values = pair.values();
        try (ContractStage stage =
                new ContractStage(engine, "create table typed (id bigint primary key, v " + pair.from() + ")")) {
            stage.fill("typed", rows, i -> i + ", " + values.get(i % values.size()));
            Plan plan = stage.plan(
                    "addColumn: {table: typed, column: w, type: \"" + pair.to() + "\"}",
                    "keepInSync: {table: typed, set: {w: \"" + pair.expression() + "\"}}",
                    "backfill: {table: typed, set: sync}");
            stage.forward(plan);
            RowsWork work = stage.work(plan, 2);
            whileWriting(
                    stage,
                    n -> "update typed set v = " + values.get((int) (n % values.size())) + " where id = "
                            + 10 * (n * 7 % (rows / 10)),
                    () -> stage.walk(work, 40));
            assertThat(stage.different(work)).isZero();
            String filled = stage.database.ask("select count(*) from typed where w is not null");
            assertThat(Integer.parseInt(filled)).isGreaterThan(rows / 3);
            stage.session.ledger().clearLanes(ContractStage.RUN, work.step());
            assertThat(stage.walk(work, 40)).as("a second pass writes nothing").isZero();
            stage.back(plan);
        }
    }
}
