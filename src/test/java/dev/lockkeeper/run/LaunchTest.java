package dev.lockkeeper.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.kagkarlsson.scheduler.Scheduler;
import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.catalog.Migrations;
import dev.lockkeeper.catalog.Revision;
import dev.lockkeeper.target.Target;
import dev.lockkeeper.testing.LockkeeperTest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

@LockkeeperTest
class LaunchTest {

    @Autowired
    private LaunchWriter writer;

    @Autowired
    private RunFacts facts;

    @Autowired
    private Runs runs;

    @Autowired
    private SucceededRuns done;

    @Autowired
    private Migrations migrations;

    @Autowired
    private JdbcClient store;

    @Autowired
    private Scheduler scheduler;

    @Autowired
    private TransactionTemplate transaction;

    private SomeRuns some;
    private Target target;

    @BeforeEach
    void aTarget() {
        some = new SomeRuns(writer, migrations, store, scheduler);
        target = SomeRuns.target(SomeRuns.freshName("shop"), "test", null);
    }

    @Test
    void writesRunPhasesStepsEventRecordAndTask() {
        Run run = some.launch(target);

        assertThat(run.state()).isEqualTo(RunState.SCHEDULED);
        assertThat(run.phases()).extracting(Run.RunPhase::phase).containsExactly("expand", "contract");
        assertThat(run.phases().getFirst().openedBy()).isEqualTo("ada");
        Run.RunStep step = run.phases().getFirst().steps().getFirst();
        assertThat(step.sql()).isEqualTo("alter table t add more text;\n\nselect 1");
        assertThat(step.lock()).isEqualTo("access exclusive");
        assertThat(facts.frozen(run.id())).isEqualTo(SomeRuns.resolved(target));
        assertThat(facts.frozen(run.id()).digests())
                .isEqualTo(SomeRuns.resolved(target).digests());
        assertThat(runs.events(run.id(), 0, 10, SomeRuns.ADA))
                .extracting(RunEvent::message)
                .containsExactly("Launched by ada on " + target.name() + ".");
        assertThat(some.records(run.id())).containsExactly("run.launch");
        assertThat(some.due(run.id())).isBeforeOrEqualTo(Instant.now());
    }

    @Test
    void aStartInTheFutureIsWhenTheTaskIsDue() {
        Instant later = Instant.now().plus(2, ChronoUnit.HOURS).truncatedTo(ChronoUnit.SECONDS);
        String name = SomeRuns.freshName("later");
        Run run = writer.write(some.order(some.revision(name, "later_t"), target, later), SomeRuns.ADA.actor());

        assertThat(run.startAt()).isEqualTo(later);
        assertThat(some.due(run.id())).isEqualTo(later);
    }

    @Test
    void theTaskGoesWithItsTransaction() {
        Run run = some.launch(target);
        store.sql("delete from scheduled_tasks").update();

        transaction.executeWithoutResult(status -> {
            facts.wake(run.id(), Instant.now());
            assertThat(some.due(run.id())).isNotNull();
            status.setRollbackOnly();
        });
        assertThat(some.due(run.id())).as("rolled back with the rest").isNull();

        transaction.executeWithoutResult(status -> facts.wake(run.id(), Instant.now()));
        assertThat(some.due(run.id())).isNotNull();
    }

    @Test
    void nothingIsLeftOfALaunchThatRollsBack() {
        Revision revision = some.revision(SomeRuns.freshName("undone"), "undone_t");
        long[] id = new long[1];
        transaction.executeWithoutResult(status -> {
            id[0] = some.launch(revision, target).id();
            status.setRollbackOnly();
        });

        assertThatThrownBy(() -> facts.get(id[0])).isInstanceOf(Failure.class);
        assertThat(some.count("run_events", id[0])).isZero();
        assertThat(some.records(id[0])).isEmpty();
        assertThat(some.due(id[0])).isNull();
    }

    @Test
    void ofTwoAtOnceOneWinsAndTheOtherNamesIt() throws Exception {
        for (int round = 0; round < 5; round++) {
            Revision revision = some.revision(SomeRuns.freshName("race"), "race_" + round);
            Outcome outcome = atOnce(() -> some.launch(revision, target), () -> some.launch(revision, target));

            assertThat(outcome.runs()).hasSize(1);
            assertThat(outcome.failures()).hasSize(1);
            Failure loser = outcome.failures().getFirst();
            assertThat(loser.code()).isEqualTo(Code.ALREADY_RUNNING);
            assertThat(loser.message())
                    .contains("Run " + outcome.runs().getFirst().id());
        }
    }

    @Test
    void ofTwoOnTheSameTableAtOnceOneWins() throws Exception {
        Revision one = some.revision(SomeRuns.freshName("one"), "same_table");
        Revision other = some.revision(SomeRuns.freshName("other"), "public.same_table");
        Outcome outcome = atOnce(() -> some.launch(one, target), () -> some.launch(other, target));

        assertThat(outcome.runs()).hasSize(1);
        assertThat(outcome.failures()).extracting(Failure::code).containsExactly(Code.ALREADY_RUNNING);
    }

    @Test
    void theStoreItselfRefusesASecondActiveRun() {
        Run run = some.launch(target);
        assertThatThrownBy(() -> store.sql(
                                """
                        insert into runs (migration, revision, title, digest, target, environment, state, phases, resolved, launched_by)
                        select migration, revision, title, digest, target, environment, 'scheduled', phases, resolved, launched_by
                        from runs where id = :run
                        """)
                        .param("run", run.id())
                        .update())
                .isInstanceOf(org.springframework.dao.DuplicateKeyException.class);
    }

    @Test
    void whatHasSucceededIsNotLaunchedAgainUnlessItWasRolledBack() {
        Revision revision = some.revision(SomeRuns.freshName("once"), "once_t");
        Run run = some.launch(revision, target);
        some.force(run.id(), RunState.SUCCEEDED, Wish.GO);

        Failure refused = catchThrowableOfType(Failure.class, () -> some.launch(revision, target));
        assertThat(refused.code()).isEqualTo(Code.ALREADY_APPLIED);
        assertThat(refused.message()).contains("in run " + run.id());
        assertThat(done.succeeded(revision.migration(), target.name())).isTrue();
        assertThat(done.succeeded(revision.migration(), "elsewhere")).isFalse();

        some.force(run.id(), RunState.ROLLED_BACK, Wish.ROLL_BACK);
        assertThat(done.succeeded(revision.migration(), target.name())).isFalse();
        assertThat(some.launch(revision, target).id()).isGreaterThan(run.id());
    }

    @Test
    void theSameOnAnotherTargetIsAnotherRun() {
        Revision revision = some.revision(SomeRuns.freshName("both"), "both_t");
        Run here = some.launch(revision, target);
        Run there = some.launch(revision, SomeRuns.target(SomeRuns.freshName("shop"), "test", null));

        assertThat(there.id()).isNotEqualTo(here.id());
    }

    private record Outcome(List<Run> runs, List<Failure> failures) {}

    private static Outcome atOnce(Callable<Run> one, Callable<Run> other) throws Exception {
        CyclicBarrier start = new CyclicBarrier(2);
        Outcome outcome = new Outcome(new ArrayList<>(), new ArrayList<>());
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            List<Future<Run>> futures = new ArrayList<>();
            for (Callable<Run> launch : List.of(one, other)) {
                futures.add(threads.submit(() -> {
                    start.await();
                    return launch.call();
                }));
            }
            for (Future<Run> future : futures) {
                try {
                    outcome.runs().add(future.get());
                } catch (ExecutionException e) {
                    outcome.failures().add((Failure) e.getCause());
                }
            }
        }
        return outcome;
    }
}
