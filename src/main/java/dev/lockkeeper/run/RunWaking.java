package dev.lockkeeper.run;

import com.github.kagkarlsson.scheduler.ScheduledExecution;
import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceCurrentlyExecutingException;
import com.github.kagkarlsson.scheduler.task.TaskInstanceId;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Sees to it that a phase task exists for a run. The scheduler writes through the store's data source inside the caller's transaction,
 * so a task appears together with what it is to be done for, or not at all.
 */
@Component
class RunWaking {

    private final Scheduler scheduler;
    private final RunStore runs;

    RunWaking(Scheduler scheduler, RunStore runs) {
        this.scheduler = scheduler;
        this.runs = runs;
    }

    /**
     * The caller is in a transaction. A task that waits for a later time is called earlier; one that is executing is left alone: it asks
     * {@link RunFacts#restAllowed} before it ends, and the run is held here until commit.
     */
    void wake(long run, Instant at) {
        runs.hold(run);
        String id = String.valueOf(run);
        if (!scheduler.scheduleIfNotExists(RunTasks.PHASE.instance(id).scheduledTo(at))) {
            callEarlier(RunTasks.PHASE.instanceId(id), at);
        }
        lookAfterCommit();
    }

    /** The scheduler looks when something is scheduled, which is too early: nobody sees the task before the commit. */
    private void lookAfterCommit() {
        if (TransactionSynchronizationManager.isSynchronizationActive()) {
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void afterCommit() {
                    scheduler.triggerCheckForDueExecutions();
                }
            });
        }
    }

    private void callEarlier(TaskInstanceId task, Instant at) {
        Optional<ScheduledExecution<Object>> there = scheduler.getScheduledExecution(task);
        if (there.isEmpty()
                || there.get().isPicked()
                || !there.get().getExecutionTime().isAfter(at)) {
            return;
        }
        try {
            scheduler.reschedule(task, at);
        } catch (TaskInstanceCurrentlyExecutingException picked) {
            // Picked since we looked: it asks whether it may rest before it ends.
        }
    }
}
