package dev.lockkeeper.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.kagkarlsson.scheduler.Scheduler;
import dev.lockkeeper.Paged;
import dev.lockkeeper.catalog.Migrations;
import dev.lockkeeper.check.Finding;
import dev.lockkeeper.check.Launch;
import dev.lockkeeper.target.Target;
import dev.lockkeeper.testing.LockkeeperTest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@LockkeeperTest
class RunFactsTest {

    @Autowired
    private LaunchWriter writer;

    @Autowired
    private RunFacts facts;

    @Autowired
    private Runs runs;

    @Autowired
    private NoOtherRun noOtherRun;

    @Autowired
    private Migrations migrations;

    @Autowired
    private JdbcClient store;

    @Autowired
    private Scheduler scheduler;

    private SomeRuns some;
    private Target target;

    @BeforeEach
    void aTarget() {
        some = new SomeRuns(writer, migrations, store, scheduler);
        target = SomeRuns.target(SomeRuns.freshName("shop"), "test", null);
    }

    @Test
    void aStateIsSetOnlyOnWhatWasRead() {
        Run seen = some.launch(target);
        Claim claim = some.claim(facts, seen);
        assertThat(facts.become(claim, seen, RunState.RUNNING, null, null, "Taken up."))
                .isTrue();

        assertThat(facts.become(claim, seen, RunState.WAITING, "approval", null, "Waits."))
                .as("read before the change")
                .isFalse();

        Run running = facts.get(seen.id());
        assertThat(running.state()).isEqualTo(RunState.RUNNING);
        assertThat(running.startedAt()).isNotNull();
        assertThat(some.records(seen.id())).containsExactly("run.launch", "run.state");
    }

    @Test
    void whoeverStoodStillWhileAnotherTookTheRunUpWritesNothing() {
        Run run = some.launch(target);
        Claim frozen = some.claim(facts, run);
        Claim claim = some.claim(facts, run);
        assertThat(claim.epoch()).isGreaterThan(frozen.epoch());
        facts.become(claim, run, RunState.RUNNING, null, null, "Taken up.");
        Run running = facts.get(run.id());
        long events = some.count("run_events", run.id());

        Run.RunError error = new Run.RunError("internal", "It woke up.", "Sleep on.");
        fenced(() -> facts.become(frozen, running, RunState.FAILED, null, error, "Failed."));
        fenced(() -> facts.waitsFor(frozen, running, "nothing"));
        fenced(() -> facts.phase(frozen, "expand", PhaseState.FAILED, "Failed."));
        fenced(() -> facts.step(frozen, "expand", 0, RunFacts.StepFact.of(StepState.FAILED), "Failed."));
        fenced(() -> facts.progress(frozen, progress(7)));
        fenced(() -> facts.event(frozen, "lock", "It waits.", Map.of()));

        assertThat(facts.get(run.id())).isEqualTo(running);
        assertThat(some.count("run_events", run.id())).isEqualTo(events);
        assertThat(some.count("run_progress", run.id())).isZero();
    }

    @Test
    void anExecutionThatWasGivenToAnotherTakesNothingUp() {
        Run run = some.launch(target);
        Claim claim = some.claim(facts, run);
        store.sql("update scheduled_tasks set version = version + 1 where task_instance = :run")
                .param("run", String.valueOf(run.id()))
                .update();
        fenced(() -> facts.takeUp(run.id(), RunTasks.PHASE.instanceId(String.valueOf(run.id())), 1));
        facts.event(claim, "lock", "The claim is as it was.", Map.of());
    }

    @Test
    void theEpochRisesAlsoWhenTheStoreWasBroughtBackFromACopy() {
        Run run = some.launch(target);
        Claim before = some.claim(facts, run);
        store.sql("delete from claims where run = :run").param("run", run.id()).update();
        assertThat(some.claim(facts, run).epoch()).isGreaterThan(before.epoch());
    }

    private static void fenced(org.assertj.core.api.ThrowableAssert.ThrowingCallable write) {
        assertThatThrownBy(write)
                .isInstanceOfSatisfying(dev.lockkeeper.Failure.class, failure -> assertThat(failure.code())
                        .isEqualTo(dev.lockkeeper.Code.FENCED));
    }

    @Test
    void anArrowThatIsNotInTheTableIsABug() {
        Run seen = some.launch(target);
        Claim claim = some.claim(facts, seen);
        assertThatThrownBy(() -> facts.become(claim, seen, RunState.SUCCEEDED, null, null, "Done."))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("scheduled")
                .hasMessageContaining("succeeded");
        assertThat(facts.get(seen.id()).version()).isEqualTo(seen.version());
    }

    @Test
    void anEndHasATimeAndAnErrorStays() {
        Run run = some.launch(target);
        Claim claim = some.claim(facts, run);
        facts.become(claim, run, RunState.RUNNING, null, null, "Taken up.");
        Run.RunError error = new Run.RunError("statement-failed", "It said no.", "Mend it.");
        facts.become(claim, facts.get(run.id()), RunState.FAILED, null, error, "Failed.");

        assertThat(facts.get(run.id()).error()).isEqualTo(error);
        assertThat(facts.get(run.id()).endedAt()).isNull();
        facts.become(claim, facts.get(run.id()), RunState.CANCELLED, null, error, "Given up.");
        assertThat(facts.get(run.id()).endedAt()).isNotNull();
    }

    @Test
    void waitingSaysForWhatAndChangesItsWords() {
        Run run = some.launch(target);
        Claim claim = some.claim(facts, run);
        facts.become(claim, run, RunState.WAITING, "approval of contract", null, "Waits.");
        Run waiting = facts.get(run.id());

        assertThat(facts.waitsFor(claim, waiting, "approval of contract")).isTrue();
        assertThat(facts.get(run.id()).version()).isEqualTo(waiting.version());
        assertThat(facts.waitsFor(claim, waiting, "soak until noon")).isTrue();
        assertThat(facts.get(run.id()).waitingFor()).isEqualTo("soak until noon");
        assertThat(facts.waitsFor(claim, waiting, "something else"))
                .as("read before the change")
                .isFalse();
    }

    @Test
    void aStepKeepsWhatIsNotSaidAnew() {
        Run run = some.launch(target);
        Claim claim = some.claim(facts, run);
        facts.step(
                claim, "expand", 0, new RunFacts.StepFact(StepState.RUNNING, 1, 5L, null, null, null, null), "begins");
        facts.step(claim, "expand", 0, new RunFacts.StepFact(StepState.FAILED, 2, null, 7L, null, null, "no"), "fails");

        Run.RunStep failed = step(run);
        assertThat(failed.state()).isEqualTo(StepState.FAILED);
        assertThat(List.of(failed.attempts(), failed.waitedMillis(), failed.heldMillis()))
                .containsExactly(2, 5L, 7L);
        assertThat(failed.error()).isEqualTo("no");
        assertThat(failed.startedAt()).isNotNull();
        assertThat(failed.endedAt()).isNotNull();

        facts.step(claim, "expand", 0, RunFacts.StepFact.of(StepState.RUNNING), "again");
        assertThat(step(run).error()).isNull();
        assertThat(step(run).endedAt()).isNull();
    }

    @Test
    void aStepThatIsNotThereIsABug() {
        Run run = some.launch(target);
        Claim claim = some.claim(facts, run);
        assertThatThrownBy(() -> facts.step(claim, "expand", 9, RunFacts.StepFact.of(StepState.RUNNING), "begins"))
                .isInstanceOf(IllegalStateException.class);
        assertThat(some.count("run_events", run.id())).isEqualTo(1);
    }

    @Test
    void progressIsOneRowAndNoEvent() {
        Run run = some.launch(target);
        Claim claim = some.claim(facts, run);
        facts.progress(claim, progress(10));
        facts.progress(claim, progress(20));

        assertThat(facts.get(run.id()).backfill()).isEqualTo(progress(20));
        assertThat(some.count("run_progress", run.id())).isEqualTo(1);
        assertThat(some.count("run_events", run.id())).isEqualTo(1);
    }

    @Test
    void whoReadsAlongMissesNoEvent() throws Exception {
        Run run = some.launch(target);
        Claim claim = some.claim(facts, run);
        int writers = 4;
        int each = 50;
        AtomicBoolean writing = new AtomicBoolean(true);
        List<Long> read = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(writers + 1)) {
            var reader = threads.submit(() -> {
                long last = 0;
                boolean more = true;
                while (more) {
                    more = writing.get();
                    for (RunEvent event : runs.events(run.id(), last, 500, SomeRuns.ADA)) {
                        read.add(event.id());
                        last = event.id();
                    }
                }
            });
            List<java.util.concurrent.Future<?>> all = new ArrayList<>();
            for (int writer = 0; writer < writers; writer++) {
                all.add(threads.submit(() -> {
                    for (int i = 0; i < each; i++) {
                        facts.event(claim, "throttle", "event", Map.of("i", i));
                    }
                }));
            }
            for (var one : all) {
                one.get(60, TimeUnit.SECONDS);
            }
            writing.set(false);
            reader.get(60, TimeUnit.SECONDS);
        }
        assertThat(read).hasSize(1 + writers * each).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void whoWatchesIsCalledForThatRunUntilTheyStop() throws Exception {
        Run run = some.launch(target);
        Claim claim = some.claim(facts, run);
        long nobodys = Long.MAX_VALUE;
        AtomicInteger calls = new AtomicInteger();
        AtomicBoolean wrong = new AtomicBoolean();
        CountDownLatch called = new CountDownLatch(1);
        AutoCloseable watch = runs.watch(run.id(), id -> {
            calls.incrementAndGet();
            called.countDown();
        });
        facts.event(claim, "throttle", "held", Map.of());
        assertThat(called.await(10, TimeUnit.SECONDS)).isTrue();
        watch.close();
        int before = calls.get();

        // Only now: the server that has just connected calls everybody once.
        AutoCloseable other = runs.watch(nobodys, id -> wrong.set(true));
        CountDownLatch next = new CountDownLatch(1);
        AutoCloseable second = runs.watch(run.id(), id -> next.countDown());
        facts.event(claim, "throttle", "goes on", Map.of());
        assertThat(next.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(calls).hasValue(before);
        assertThat(wrong).isFalse();
        second.close();
        other.close();
    }

    @Test
    void anotherRunOnTheSameTableIsNamedByTheCheck() {
        Run first = some.launch(some.revision(SomeRuns.freshName("first"), "shared_t"), target);
        var second = some.revision(SomeRuns.freshName("second"), "shared_t");
        var apart = some.revision(SomeRuns.freshName("apart"), "other_t");

        Finding found = noOtherRun.ask(launch(second, null));
        assertThat(found.stops()).isTrue();
        assertThat(found.evidence()).contains("run " + first.id()).contains("shared_t");
        assertThat(noOtherRun.ask(launch(apart, null)).stops()).isFalse();
        assertThat(noOtherRun.ask(launch(second, first.id())).stops())
                .as("at a gate only older runs count")
                .isFalse();
        some.force(first.id(), RunState.SUCCEEDED, Wish.GO);
        assertThat(noOtherRun.ask(launch(second, null)).stops()).isFalse();
    }

    @Test
    void listsPageByPageWhatOneMaySee() {
        Target here = SomeRuns.target(SomeRuns.freshName("shop"), "prod", "billing");
        List<Long> launched = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            launched.addFirst(some.launch(here).id());
        }
        some.launch(SomeRuns.target(here.name(), "test", "accounts"));
        var pru = SomeRuns.person("pru", "viewer@prod");

        Paged<Run> first = runs.list(null, here.name(), true, 3, null, pru);
        Paged<Run> second = runs.list(null, here.name(), true, 3, first.after(), pru);

        List<Long> seen = new ArrayList<>(first.items().stream().map(Run::id).toList());
        seen.addAll(second.items().stream().map(Run::id).toList());
        assertThat(seen).isEqualTo(launched);
        assertThat(second.after()).isNull();
        assertThat(first.items().getFirst().phases()).hasSize(2);
        assertThat(runs.list(null, here.name(), null, 10, null, SomeRuns.person("tim", "viewer@team:accounts"))
                        .items())
                .hasSize(1);
        assertThat(runs.list(null, here.name(), false, 10, null, pru).items()).isEmpty();
    }

    private Launch launch(dev.lockkeeper.catalog.Revision revision, Long run) {
        return new Launch(
                revision,
                target,
                revision.plan().phases().getFirst(),
                run,
                null,
                null,
                null,
                null,
                false,
                null,
                List.of(),
                null,
                List.of(),
                dev.lockkeeper.check.Given.NOTHING,
                Instant.now());
    }

    private Run.RunStep step(Run run) {
        return facts.get(run.id()).phases().getFirst().steps().getFirst();
    }

    static BackfillProgress progress(long rows) {
        return new BackfillProgress(
                "backfill/0",
                "backfill",
                "users",
                rows,
                rows,
                100L,
                5.5,
                1L,
                2L,
                1000,
                12,
                "go",
                null,
                null,
                List.of(new BackfillProgress.LaneProgress(0, "1", "9", null, rows, 1, false, "here/1")),
                Instant.parse("2026-01-01T00:00:00Z").plusSeconds(rows),
                null);
    }
}
