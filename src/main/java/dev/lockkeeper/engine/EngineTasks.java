package dev.lockkeeper.engine;

import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.CompletionHandler.OnCompleteRemove;
import com.github.kagkarlsson.scheduler.task.CompletionHandler.OnCompleteReschedule;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.Schedules;
import dev.lockkeeper.run.RunFacts;
import dev.lockkeeper.run.RunState;
import dev.lockkeeper.run.RunTasks;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The engine's tasks as db-scheduler knows them, and what happens when the server that had one is gone.
 *
 * <p>Asks for what it calls lazily: the scheduler is built from the tasks, and what they call schedules more of them.
 */
@Configuration
@EnableConfigurationProperties(EngineSettings.class)
class EngineTasks {

    private static final Duration NO_PLACE = Duration.ofSeconds(2);
    private static final Duration AFTER_ERROR = Duration.ofSeconds(5);

    @Bean
    Task<Void> phases(
            @Lazy Conductor conductor,
            @Lazy RunFacts facts,
            EngineSettings settings,
            TransactionTemplate transaction,
            Clock clock) {
        Semaphore places = new Semaphore(settings.runs());
        return Tasks.custom(RunTasks.PHASE)
                .onFailure(later())
                .onDeadExecution((complete, operations) -> {
                    interrupted(facts, Long.parseLong(complete.getExecution().getId()));
                    operations.reschedule(complete, clock.instant());
                })
                .execute((instance, context) -> {
                    if (!places.tryAcquire()) {
                        return new OnCompleteReschedule<>(Schedules.fixedDelay(NO_PLACE));
                    }
                    try {
                        long run = Long.parseLong(instance.getId());
                        Conductor.Next next = conductor.advance(run, context.getSchedulerClient(), stopping(context));
                        return rest(facts, transaction, run, next, clock);
                    } finally {
                        places.release();
                    }
                });
    }

    /** Rests only if nobody has wished anything since the run was read: both lock the run's row, so one sees the other. */
    private static CompletionHandler<Void> rest(
            RunFacts facts, TransactionTemplate transaction, long run, Conductor.Next next, Clock clock) {
        return (complete, operations) -> transaction.executeWithoutResult(status -> {
            if (!facts.restAllowed(run, next.version())) {
                operations.reschedule(complete, clock.instant());
            } else if (next.again() == null) {
                operations.stop();
            } else {
                operations.reschedule(complete, next.again());
            }
        });
    }

    private static CompletionHandler<Void> at(Instant time) {
        return (complete, operations) -> operations.reschedule(complete, time);
    }

    @Bean
    Task<Void> lanes(@Lazy LaneTask lane, Clock clock) {
        return Tasks.custom(RunTasks.LANE)
                .onFailure(later())
                .onDeadExecutionRevive()
                .execute((instance, context) -> lane.carry(instance.getId(), stopping(context))
                        ? at(clock.instant())
                        : new OnCompleteRemove<>());
    }

    @Bean
    Task<Void> retentions(@Lazy Retention retention) {
        return Tasks.custom(RunTasks.RETENTION)
                .onFailure(later())
                .onDeadExecutionRevive()
                .execute((instance, context) -> {
                    Optional<Instant> again =
                            retention.drop(instance.getId(), context.getSchedulerClient(), stopping(context));
                    return again.isPresent() ? at(again.get()) : new OnCompleteRemove<>();
                });
    }

    private static FailureHandler<Void> later() {
        return new FailureHandler.OnFailureRetryLater<>(AFTER_ERROR);
    }

    private static BooleanSupplier stopping(ExecutionContext context) {
        return () -> context.getSchedulerState().isShuttingDown();
    }

    private static void interrupted(RunFacts facts, long id) {
        var run = facts.get(id);
        if (run.state().mayBecome(RunState.INTERRUPTED)) {
            facts.become(run, RunState.INTERRUPTED, null, null, "Its server went away; another takes it up.");
        }
    }
}
