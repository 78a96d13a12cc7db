package dev.lockkeeper.engine;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.TaskInstanceId;
import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.plan.Phase;
import dev.lockkeeper.plan.Step;
import dev.lockkeeper.run.Claim;
import dev.lockkeeper.run.Run;
import dev.lockkeeper.run.RunFacts;
import dev.lockkeeper.run.RunState;
import dev.lockkeeper.run.RunTasks;
import dev.lockkeeper.run.StepState;
import dev.lockkeeper.target.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Drops for good what a phase only renamed, once its time to be kept is over: the {@code keepFor} of a step. */
@Component
class Retention {

    private static final Duration LATER = Duration.ofMinutes(10);
    private static final Duration AFTER_ANOTHER = Duration.ofSeconds(2);
    private static final Duration SOON = Duration.ofMinutes(1);

    private final RunFacts facts;
    private final Openings openings;
    private final EngineSettings settings;
    private final TransactionTemplate transaction;
    private final Clock clock;

    Retention(
            RunFacts facts, Openings openings, EngineSettings settings, TransactionTemplate transaction, Clock clock) {
        this.facts = facts;
        this.openings = openings;
        this.settings = settings;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** Both together: a server that is killed in between would keep for ever what was to be dropped after its time. */
    void succeeded(Claim claim, Run run, SchedulerClient scheduler) {
        transaction.executeWithoutResult(status -> {
            if (facts.become(claim, run, RunState.SUCCEEDED, null, null, "Every phase is done.")) {
                schedule(claim, run, scheduler);
            }
        });
    }

    private void schedule(Claim claim, Run run, SchedulerClient scheduler) {
        for (Phase phase : openings.plan(run).phases()) {
            for (int i = 0; i < phase.steps().size(); i++) {
                if (phase.steps().get(i) instanceof Step.DropColumn drop && drop.keepFor() != null) {
                    Instant at = clock.instant().plus(drop.keepFor());
                    if (ours(run, phase, i)
                            && scheduler.scheduleIfNotExists(RunTasks.RETENTION
                                    .instance(run.id() + "/" + phase.name() + "/" + i)
                                    .scheduledTo(at))) {
                        facts.event(
                                claim,
                                "retention",
                                drop.table() + "." + drop.column() + " is kept until " + at + ", then dropped.",
                                Map.of("at", at.toString()));
                    }
                }
            }
        }
    }

    /**
     * All of a run open it under the same name: two at once would end each other's session as a leftover. One that is due in a moment counts as
     * due, since it may begin while this one is at it.
     */
    private boolean anotherGoesFirst(Run run, String phase, int index, SchedulerClient scheduler) {
        for (Phase each : openings.plan(run).phases()) {
            for (int i = 0; i < each.steps().size(); i++) {
                if (each.name().equals(phase) && i == index) {
                    return false;
                }
                boolean due = scheduler
                        .getScheduledExecution(TaskInstanceId.of(
                                RunTasks.RETENTION.getTaskName(), run.id() + "/" + each.name() + "/" + i))
                        .filter(task -> task.isPicked()
                                || task.getExecutionTime()
                                        .isBefore(clock.instant().plus(SOON)))
                        .isPresent();
                if (due) {
                    return true;
                }
            }
        }
        return false;
    }

    private Duration keepFor(Run run, String phase, int index) {
        Step step = openings.plan(run).phase(phase).orElseThrow().steps().get(index);
        return step instanceof Step.DropColumn drop && drop.keepFor() != null ? drop.keepFor() : Duration.ZERO;
    }

    private static boolean ours(Run run, Phase phase, int step) {
        return run.phase(phase.name()).orElseThrow().steps().get(step).state() == StepState.SUCCEEDED;
    }

    /** @return when to try again; empty when it is done, or the phase was rolled back and there is nothing to drop */
    Optional<Instant> drop(Claim claim, String instance, SchedulerClient scheduler, BooleanSupplier stopping) {
        int first = instance.indexOf('/');
        int last = instance.lastIndexOf('/');
        long id = Long.parseLong(instance.substring(0, first));
        String phase = instance.substring(first + 1, last);
        int index = Integer.parseInt(instance.substring(last + 1));
        Run run = facts.get(id);
        if (run.state() != RunState.SUCCEEDED || run.endedAt() == null) {
            return Optional.empty();
        }
        // Until then the run may be rolled back, and from then on not: the same moment as there.
        Instant due = run.endedAt().plus(keepFor(run, phase, index));
        if (clock.instant().isBefore(due)) {
            return Optional.of(due);
        }
        if (anotherGoesFirst(run, phase, index, scheduler)) {
            return Optional.of(clock.instant().plus(AFTER_ANOTHER));
        }
        try (Openings.Opened opened = openings.open(claim, run, phase, scheduler, stopping)) {
            for (Statement statement : opened.work().sqlOf(index).later()) {
                if (statement.doneWhen() == null || !opened.work().session().holds(statement.doneWhen())) {
                    opened.work().session().execute(statement, settings.lockBudget(), null, null);
                }
                facts.event(
                        claim,
                        "retention",
                        "Ran '" + StatementWork.first(statement.sql()) + "' after its retention.",
                        Map.of());
            }
            return Optional.empty();
        } catch (Failure failure) {
            if (failure.code() == Code.FENCED) {
                throw failure;
            }
            if (failure.code() != Code.LOCK_NOT_GRANTED && failure.code() != Code.TARGET_UNREACHABLE) {
                facts.event(
                        claim,
                        "retention",
                        "The drop after retention failed: " + failure.message() + " " + failure.advice(),
                        Map.of());
                return Optional.empty();
            }
            return Optional.of(clock.instant().plus(LATER));
        }
    }
}
