package dev.lockkeeper.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.testing.Epochs;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;

/**
 * Any keys, any lanes, any chunks, taken over at any time: each row is written exactly once, by the ledger alone, because {@code n + 1}
 * under {@code guard: none} shows every row that was written twice or not at all.
 */
abstract class WalkingContract {

    private static final int TRIES = 30;
    private static final List<ContractStage> STAGES = new ArrayList<>();

    private final ContractEngine engine;

    WalkingContract(ContractEngine engine) {
        this.engine = engine;
    }

    /** One thing that happens to the walk. @param pick which lane, @param size rows of the chunk, or the key to split at */
    record Act(What what, int pick, int size) {}

    enum What {
        CHUNK,
        TAKE_OVER,
        SPLIT
    }

    @Property(tries = TRIES)
    void eachRowIsWrittenOnce(
            @ForAll("keys") Set<Long> keys, @ForAll("sizes") int rowsALane, @ForAll("acts") List<Act> acts) {
        ContractStage stage = stage();
        stage.database.run("delete from counters");
        TreeSet<Long> sorted = new TreeSet<>(keys);
        List<Long> inOrder = List.copyOf(sorted);
        stage.fill("counters (id)", inOrder.size(), i -> String.valueOf(inOrder.get(i)));
        RowsWork work = stage.work(stage.plan("backfill: {table: counters, set: {n: n + 1}, guard: none}"), 0);
        stage.session.ledger().clearLanes(ContractStage.RUN, work.step());
        stage.lanes(work, rowsALane);
        acts.forEach(act -> happen(stage, work, sorted, act));
        stage.finish(work, 7);
        assertThat(stage.database.ask("select count(*) from counters where n = 1"))
                .isEqualTo("" + sorted.size());
        assertThat(stage.database.ask("select count(*) from counters where n <> 1"))
                .isEqualTo("0");
        assertThat(stage.session.ledger().lanes(ContractStage.RUN, work.step()).stream()
                        .mapToLong(Lane::compared)
                        .sum())
                .isEqualTo(sorted.size());
    }

    private void happen(ContractStage stage, RowsWork work, TreeSet<Long> keys, Act act) {
        List<Lane> lanes = stage.session.ledger().lanes(ContractStage.RUN, work.step()).stream()
                .filter(lane -> !lane.done())
                .toList();
        if (lanes.isEmpty()) {
            return;
        }
        Lane lane = lanes.get(act.pick() % lanes.size());
        switch (act.what()) {
            case CHUNK -> withWorker(stage, work, lane, act, false);
            case TAKE_OVER -> withWorker(stage, work, lane, act, true);
            case SPLIT -> split(stage, work, keys, lane, act);
        }
    }

    /** The chunk, and with a takeover the older worker's try afterwards, which must write nothing. */
    private static void withWorker(ContractStage stage, RowsWork work, Lane lane, Act act, boolean takenOver) {
        try (ContractWorker worker = new ContractWorker(stage, work, lane.number())) {
            worker.next(act.size());
            if (takenOver && !worker.done()) {
                stage.session
                        .ledger()
                        .takeOver(ContractStage.RUN, work.step(), lane.number(), Epochs.next(), "another");
                assertThatThrownBy(() -> worker.next(act.size()))
                        .isInstanceOfSatisfying(Failure.class, failure -> assertThat(failure.code())
                                .isEqualTo(Code.FENCED));
            }
        }
    }

    /** At any key between the cursor and the end; a chain of splits makes lanes of a single row. */
    private static void split(ContractStage stage, RowsWork work, TreeSet<Long> keys, Lane lane, Act act) {
        List<String> from = lane.from();
        Long after = from == null ? null : Long.valueOf(from.getFirst());
        long end = Long.parseLong(lane.range().hi().getFirst());
        List<Long> between = keys.stream()
                .filter(key -> (after == null || key > after) && key < end)
                .toList();
        if (!between.isEmpty()) {
            long middle = between.get(act.size() % between.size());
            assertThat(stage.session.ledger().split(ContractStage.RUN, work.step(), lane, List.of("" + middle)))
                    .isTrue();
            assertThat(stage.session.ledger().split(ContractStage.RUN, work.step(), lane, List.of("" + middle)))
                    .as("a lane as it was read before is not split again")
                    .isFalse();
        }
    }

    @Provide
    Arbitrary<Set<Long>> keys() {
        Arbitrary<Long> near = Arbitraries.longs().between(-50, 200);
        Arbitrary<Long> far = Arbitraries.longs().between(Long.MIN_VALUE, Long.MAX_VALUE);
        return Arbitraries.oneOf(near, near, far).set().ofMinSize(1).ofMaxSize(120);
    }

    @Provide
    Arbitrary<Integer> sizes() {
        return Arbitraries.integers().between(1, 130);
    }

    @Provide
    Arbitrary<List<Act>> acts() {
        return Combinators.combine(
                        Arbitraries.of(What.class),
                        Arbitraries.integers().between(0, 50),
                        Arbitraries.integers().between(1, 40))
                .as(Act::new)
                .list()
                .ofMaxSize(25);
    }

    private ContractStage stage() {
        synchronized (STAGES) {
            if (STAGES.isEmpty() || STAGES.getLast().engine != engine) {
                STAGES.add(new ContractStage(
                        engine, "create table counters (id bigint primary key, n int not null default 0)"));
            }
            return STAGES.getLast();
        }
    }

    @AfterContainer
    static void close() {
        synchronized (STAGES) {
            STAGES.forEach(ContractStage::close);
            STAGES.clear();
        }
    }
}
