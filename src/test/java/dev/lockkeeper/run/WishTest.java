package dev.lockkeeper.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.kagkarlsson.scheduler.Scheduler;
import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.catalog.Migrations;
import dev.lockkeeper.catalog.Revision;
import dev.lockkeeper.security.Person;
import dev.lockkeeper.target.Target;
import dev.lockkeeper.testing.LockkeeperTest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

@LockkeeperTest
class WishTest {

    private static final Person ADA = SomeRuns.ADA;

    /** A thread each: they wait for one another. */
    private static final Executor THREADS = Executors.newVirtualThreadPerTaskExecutor();

    @Autowired
    private LaunchWriter writer;

    @Autowired
    private RunFacts facts;

    @Autowired
    private Runs runs;

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

    /** State to what the wish makes of it; what is not in the map is refused. */
    private void eachState(Map<RunState, RunState> expected, Function<Long, Run> wish) {
        for (RunState state : RunState.values()) {
            Run run = some.launch(SomeRuns.target(SomeRuns.freshName("shop"), "test", null));
            some.force(run.id(), state, Wish.GO);
            long version = facts.get(run.id()).version();
            RunState next = expected.get(state);
            if (next == null) {
                assertIllegal(() -> wish.apply(run.id()));
                assertThat(facts.get(run.id()).version()).isEqualTo(version);
                assertThat(some.count("run_events", run.id())).isEqualTo(1);
                assertThat(some.records(run.id())).hasSize(1);
            } else {
                assertThat(wish.apply(run.id()).state()).as("from " + state).isEqualTo(next);
                assertThat(some.count("run_events", run.id())).isEqualTo(2);
                assertThat(some.records(run.id())).hasSize(2);
            }
        }
    }

    @Test
    void pauseIsAWishWhereSomethingRunsAndAFactElsewhere() {
        eachState(
                Map.of(
                        RunState.RUNNING, RunState.PAUSING,
                        RunState.SCHEDULED, RunState.PAUSED,
                        RunState.WAITING, RunState.PAUSED,
                        RunState.INTERRUPTED, RunState.PAUSED),
                run -> runs.pause(run, null, ADA));
    }

    @Test
    void resumeLetsGoOn() {
        eachState(
                Map.of(RunState.PAUSED, RunState.RUNNING, RunState.PAUSING, RunState.RUNNING),
                run -> runs.resume(run, null, ADA));
    }

    @Test
    void cancelIsAWishWhereSomethingRunsAndAFactElsewhere() {
        eachState(
                Map.of(
                        RunState.RUNNING, RunState.CANCELLING,
                        RunState.PAUSING, RunState.CANCELLING,
                        RunState.SCHEDULED, RunState.CANCELLED,
                        RunState.WAITING, RunState.CANCELLED,
                        RunState.PAUSED, RunState.CANCELLED,
                        RunState.INTERRUPTED, RunState.CANCELLED,
                        RunState.FAILED, RunState.CANCELLED,
                        RunState.STUCK, RunState.CANCELLED),
                run -> runs.cancel(run, null, ADA));
    }

    @Test
    void retryIsForWhatStopped() {
        eachState(
                Map.of(RunState.FAILED, RunState.RUNNING, RunState.STUCK, RunState.RUNNING),
                run -> runs.retry(run, null, ADA));
    }

    @Test
    void rollBackIsForWhatStandsStill() {
        eachState(
                Map.of(
                        RunState.WAITING, RunState.ROLLING_BACK,
                        RunState.PAUSED, RunState.ROLLING_BACK,
                        RunState.FAILED, RunState.ROLLING_BACK,
                        RunState.STUCK, RunState.ROLLING_BACK,
                        RunState.INTERRUPTED, RunState.ROLLING_BACK,
                        RunState.CANCELLED, RunState.ROLLING_BACK,
                        RunState.SUCCEEDED, RunState.ROLLING_BACK),
                run -> {
                    store.sql("update run_phases set started_at = now() where run = :run and phase = 'expand'")
                            .param("run", run)
                            .update();
                    return runs.rollBack(run, null, null, ADA);
                });
    }

    @Test
    void aWishLeavesReasonEventRecordAndTask() {
        Run run = running(some.launch(target));
        store.sql("delete from scheduled_tasks").update();

        Run pausing = runs.pause(run.id(), "lunch", ADA);

        assertThat(pausing.wish()).isEqualTo(Wish.PAUSE);
        assertThat(facts.wish(run.id())).isEqualTo(Wish.PAUSE);
        assertThat(some.due(run.id())).isNotNull();
        assertThat(some.records(run.id())).endsWith("run.pause");
        assertThat(store.sql("select reason from audit_records where action = 'run.pause' and subject = :run")
                        .param("run", "run:" + run.id())
                        .query(String.class)
                        .single())
                .isEqualTo("lunch");
        RunEvent event = runs.told(run.id(), 1, ADA).getFirst();
        assertThat(event.kind()).isEqualTo("wish");
        assertThat(event.message()).contains("ada").contains("lunch");
        assertThat(event.data()).containsEntry("state", "pausing").containsEntry("from", "running");
    }

    @Test
    void aRunPausedBeforeItsStartIsScheduledAgain() {
        Instant later = Instant.now().plusSeconds(7200);
        Run run = writer.write(
                some.order(some.revision(SomeRuns.freshName("later"), "later_w"), target, later), ADA.actor());

        runs.pause(run.id(), null, ADA);
        Run resumed = runs.resume(run.id(), null, ADA);

        assertThat(resumed.state()).isEqualTo(RunState.SCHEDULED);
    }

    @Test
    void whatFailedWhileRollingBackGoesOnRollingBack() {
        Run run = some.launch(target);
        some.force(run.id(), RunState.FAILED, Wish.ROLL_BACK);

        assertThat(runs.retry(run.id(), null, ADA).state()).isEqualTo(RunState.ROLLING_BACK);
    }

    @Test
    void anInterruptedRollbackIsNotPaused() {
        Run run = some.launch(target);
        some.force(run.id(), RunState.INTERRUPTED, Wish.ROLL_BACK);

        assertIllegal(() -> runs.pause(run.id(), null, ADA));
        assertThat(facts.wish(run.id())).isEqualTo(Wish.ROLL_BACK);
    }

    @Test
    void aRollbackNamesEveryStepThatCannotBeUndone() {
        Run run = running(some.launch(target));
        succeeded(run, "expand", 0);
        succeeded(run, "contract", 0);
        some.force(run.id(), RunState.WAITING, Wish.GO);

        Failure refused = catchThrowableOfType(Failure.class, () -> runs.rollBack(run.id(), null, null, ADA));

        assertThat(refused.code()).isEqualTo(Code.IRREVERSIBLE);
        assertThat(refused.message())
                .contains("contract/forget (the rows are gone)")
                .doesNotContain("contract/last");
        assertThat(facts.get(run.id()).state()).isEqualTo(RunState.WAITING);
    }

    @Test
    void aRollbackToAPhaseKeepsItAndWhatIsBefore() {
        Run run = running(some.launch(target));
        succeeded(run, "expand", 0);
        facts.phase(some.claim(facts, run), "contract", PhaseState.RUNNING, "begins");
        facts.step(some.claim(facts, run), "contract", 1, RunFacts.StepFact.of(StepState.SUCCEEDED), "done");
        some.force(run.id(), RunState.FAILED, Wish.GO);

        Run back = runs.rollBack(run.id(), "expand", "wrong day", ADA);

        assertThat(back.state()).isEqualTo(RunState.ROLLING_BACK);
        assertThat(back.rollbackTo()).isEqualTo("expand");
        assertThat(back.wish()).isEqualTo(Wish.ROLL_BACK);
        assertIllegal(() -> runs.rollBack(run.id(), null, null, ADA));
    }

    @Test
    void aRollbackOfNothingIsRefused() {
        Run run = some.launch(target);
        some.force(run.id(), RunState.WAITING, Wish.GO);

        assertIllegal(() -> runs.rollBack(run.id(), null, null, ADA));
        assertThat(catchThrowableOfType(Failure.class, () -> runs.rollBack(run.id(), "nophase", null, ADA))
                        .code())
                .isEqualTo(Code.NOT_FOUND);
    }

    @Test
    void anOlderRunIsNotUndoneBeneathALaterOne() {
        Revision revision = some.revision(SomeRuns.freshName("twice"), "twice_t");
        Run first = begun(some.launch(revision, target));
        some.force(first.id(), RunState.CANCELLED, Wish.CANCEL);
        Run second = begun(some.launch(revision, target));
        some.force(second.id(), RunState.SUCCEEDED, Wish.GO);

        Failure refused = catchThrowableOfType(Failure.class, () -> runs.rollBack(first.id(), null, null, ADA));
        assertThat(refused.message()).contains("Run " + second.id());

        some.force(second.id(), RunState.ROLLED_BACK, Wish.ROLL_BACK);
        assertThat(runs.rollBack(first.id(), null, null, ADA).endedAt()).isNull();
    }

    @Test
    void anEndedRunIsNotUndoneBeneathOneThatWorksOnItsTables() {
        Run first = begun(some.launch(some.revision(SomeRuns.freshName("under"), "beneath_t"), target));
        some.force(first.id(), RunState.SUCCEEDED, Wish.GO);
        Run second = some.launch(some.revision(SomeRuns.freshName("over"), "beneath_t"), target);

        Failure refused = catchThrowableOfType(Failure.class, () -> runs.rollBack(first.id(), null, null, ADA));
        assertThat(refused.code()).isEqualTo(Code.ALREADY_RUNNING);
        assertThat(refused.message()).contains("Run " + second.id());
    }

    @Test
    void theDialGoesFromOneToEleven() {
        Run run = some.launch(target);

        assertThat(runs.dial(run.id(), 3, ADA).dial()).isEqualTo(3);
        assertThat(catchThrowableOfType(Failure.class, () -> runs.dial(run.id(), 12, ADA))
                        .code())
                .isEqualTo(Code.INVALID);
        some.force(run.id(), RunState.CANCELLED, Wish.CANCEL);
        assertIllegal(() -> runs.dial(run.id(), 4, ADA));
    }

    @Test
    void ofTwoWishesAtOnceTheSecondSeesTheFirst() throws Exception {
        Run run = running(some.launch(target));
        CountDownLatch wished = new CountDownLatch(1);
        CountDownLatch commit = new CountDownLatch(1);
        CompletableFuture<Void> first = CompletableFuture.runAsync(
                () -> transaction.executeWithoutResult(status -> {
                    runs.cancel(run.id(), null, ADA);
                    wished.countDown();
                    await(commit);
                }),
                THREADS);
        assertThat(wished.await(10, TimeUnit.SECONDS)).isTrue();
        CompletableFuture<Run> second = CompletableFuture.supplyAsync(() -> runs.pause(run.id(), null, ADA), THREADS);
        untilSomebodyWaitsForALock();
        commit.countDown();
        first.get(10, TimeUnit.SECONDS);

        Throwable refused = catchThrowableOfType(
                        java.util.concurrent.ExecutionException.class, () -> second.get(10, TimeUnit.SECONDS))
                .getCause();
        assertThat(refused).isInstanceOf(Failure.class).hasMessageContaining("cancelling");
    }

    @Test
    void aTaskDoesNotRestOverAWishThatItHasNotSeen() throws Exception {
        Run seen = running(some.launch(target));
        CountDownLatch wished = new CountDownLatch(1);
        CountDownLatch commit = new CountDownLatch(1);
        CompletableFuture<Void> person = CompletableFuture.runAsync(
                () -> transaction.executeWithoutResult(status -> {
                    runs.pause(seen.id(), null, ADA);
                    wished.countDown();
                    await(commit);
                }),
                THREADS);
        assertThat(wished.await(10, TimeUnit.SECONDS)).isTrue();
        CompletableFuture<Boolean> task = CompletableFuture.supplyAsync(
                () -> transaction.execute(status -> facts.restAllowed(seen.id(), seen.version())), THREADS);
        untilSomebodyWaitsForALock();
        assertThat(task).isNotDone();
        commit.countDown();
        person.get(10, TimeUnit.SECONDS);

        assertThat(task.get(10, TimeUnit.SECONDS)).isFalse();
        long now = facts.get(seen.id()).version();
        Boolean mayRest = transaction.execute(status -> facts.restAllowed(seen.id(), now));
        assertThat(mayRest).isTrue();
    }

    @Test
    void aTaskThatIsExecutingIsLeftAlone() {
        Run run = running(some.launch(target));
        store.sql(
                        "update scheduled_tasks set picked = true, picked_by = 'somebody', execution_time = now() + interval '1 hour'")
                .update();
        Instant due = some.due(run.id());

        runs.pause(run.id(), null, ADA);

        assertThat(some.due(run.id())).isEqualTo(due);
    }

    @Test
    void aTaskThatSleepsIsCalledEarlierAndNeverLater() {
        Run run = some.launch(target);
        Instant soon = Instant.now().plusSeconds(60).truncatedTo(ChronoUnit.SECONDS);
        store.sql("update scheduled_tasks set execution_time = now() + interval '2 days'")
                .update();

        facts.wake(run.id(), soon);
        assertThat(some.due(run.id())).isBeforeOrEqualTo(soon);
        facts.wake(run.id(), soon.plusSeconds(3600));
        assertThat(some.due(run.id())).isBeforeOrEqualTo(soon);
    }

    @Test
    void onlyAnOperatorOfThatPlaceMayWish() {
        Run run = some.launch(SomeRuns.target(SomeRuns.freshName("shop"), "test", "accounts"));
        Person elsewhere = SomeRuns.person("pru", "operator@prod");
        Person otherTeam = SomeRuns.person("tim", "operator@team:billing");
        Person viewer = SomeRuns.person("vic", "viewer");
        Person here = SomeRuns.person("tess", "operator@team:accounts");

        assertThat(codeOf(() -> runs.pause(run.id(), null, elsewhere))).isEqualTo(Code.NOT_FOUND);
        assertThat(codeOf(() -> runs.get(run.id(), otherTeam))).isEqualTo(Code.NOT_FOUND);
        assertThat(codeOf(() -> runs.events(run.id(), 0, 10, otherTeam))).isEqualTo(Code.NOT_FOUND);
        assertThat(codeOf(() -> runs.pause(run.id(), null, viewer))).isEqualTo(Code.FORBIDDEN);
        assertThat(runs.get(run.id(), viewer).id()).isEqualTo(run.id());
        assertThat(runs.pause(run.id(), null, here).state()).isEqualTo(RunState.PAUSED);
    }

    private Run running(Run run) {
        assertThat(facts.become(some.claim(facts, run), run, RunState.RUNNING, null, null, "Taken up."))
                .isTrue();
        return facts.get(run.id());
    }

    private Run begun(Run run) {
        facts.phase(some.claim(facts, run), "expand", PhaseState.RUNNING, "begins");
        return run;
    }

    private void succeeded(Run run, String phase, int step) {
        facts.phase(some.claim(facts, run), phase, PhaseState.RUNNING, "begins");
        facts.step(some.claim(facts, run), phase, step, RunFacts.StepFact.of(StepState.SUCCEEDED), "done");
    }

    private void untilSomebodyWaitsForALock() {
        org.awaitility.Awaitility.await()
                .until(() -> store.sql(
                                        """
                        select count(*) from pg_stat_activity
                        where datname = current_database() and wait_event_type = 'Lock'
                        """)
                                .query(Long.class)
                                .single()
                        > 0);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void assertIllegal(ThrowingCallable call) {
        assertThat(codeOf(call)).isEqualTo(Code.ILLEGAL_STATE);
    }

    private static Code codeOf(ThrowingCallable call) {
        return catchThrowableOfType(Failure.class, call).code();
    }
}
