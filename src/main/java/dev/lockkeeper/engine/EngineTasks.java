package dev.lockkeeper.engine;

import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.SchedulerState;
import com.github.kagkarlsson.scheduler.boot.config.DbSchedulerCustomizer;
import com.github.kagkarlsson.scheduler.boot.config.DbSchedulerProperties;
import com.github.kagkarlsson.scheduler.task.CompletionHandler.OnCompleteReschedule;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.Schedules;
import dev.lockkeeper.run.Claim;
import dev.lockkeeper.run.RunFacts;
import dev.lockkeeper.run.RunState;
import dev.lockkeeper.run.RunTasks;
import dev.lockkeeper.run.ServerName;
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

    /** The scheduler's heartbeats follow from the time that a take-over may take. */
    @Bean
    DbSchedulerCustomizer scheduling(ServerName server, EngineSettings settings, DbSchedulerProperties scheduler) {
        scheduler.setHeartbeatInterval(settings.heartbeat());
        scheduler.setMissedHeartbeatsLimit(EngineSettings.MISSED_HEARTBEATS);
        return new DbSchedulerCustomizer() {
            @Override
            public Optional<SchedulerName> schedulerName() {
                return Optional.of(new SchedulerName.Fixed(server.text()));
            }
        };
    }

    @Bean
    Task<Void> phases(
            @Lazy Conductor conductor,
            @Lazy RunFacts facts,
            @Lazy TaskClaims claims,
            EngineSettings settings,
            Clock clock) {
        Semaphore places = new Semaphore(settings.runs());
        return Tasks.custom(RunTasks.PHASE)
                .onFailure(later())
                .onDeadExecution(
                        (complete, operations) -> claims.dead(complete, operations, claim -> interrupted(facts, claim)))
                .execute((instance, context) -> {
                    if (!places.tryAcquire()) {
                        return new OnCompleteReschedule<>(Schedules.fixedDelay(NO_PLACE));
                    }
                    try {
                        return claims.carry(
                                context,
                                claim -> rest(
                                        facts,
                                        claim,
                                        conductor.advance(claim, context.getSchedulerClient(), stopping(context)),
                                        clock));
                    } finally {
                        places.release();
                    }
                });
    }

    /** Rests only if nobody has wished anything since the run was read: both lock the run's row, so one sees the other. */
    private static TaskClaims.Ending rest(RunFacts facts, Claim claim, Conductor.Next next, Clock clock) {
        return (operations, complete) -> {
            if (!facts.restAllowed(claim.run(), next.version())) {
                operations.reschedule(complete, clock.instant());
            } else if (next.again() == null) {
                operations.stop();
            } else {
                operations.reschedule(complete, next.again());
            }
        };
    }

    @Bean
    Task<Void> lanes(@Lazy LaneTask lane, @Lazy TaskClaims claims, Clock clock) {
        return Tasks.custom(RunTasks.LANE)
                .onFailure(later())
                .onDeadExecution((complete, operations) -> claims.dead(complete, operations, claim -> {}))
                .execute((instance, context) -> claims.carry(context, claim -> {
                    boolean again = lane.carry(claim, instance.getId(), stopping(context));
                    return again ? at(clock.instant()) : (operations, complete) -> operations.stop();
                }));
    }

    @Bean
    Task<Void> retentions(@Lazy Retention retention, @Lazy TaskClaims claims) {
        return Tasks.custom(RunTasks.RETENTION)
                .onFailure(later())
                .onDeadExecution((complete, operations) -> claims.dead(complete, operations, claim -> {}))
                .execute((instance, context) -> claims.carry(context, claim -> {
                    Optional<Instant> again =
                            retention.drop(claim, instance.getId(), context.getSchedulerClient(), stopping(context));
                    return again.isPresent() ? at(again.get()) : (operations, complete) -> operations.stop();
                }));
    }

    private static TaskClaims.Ending at(Instant time) {
        return (operations, complete) -> operations.reschedule(complete, time);
    }

    private static FailureHandler<Void> later() {
        return new FailureHandler.OnFailureRetryLater<>(AFTER_ERROR);
    }

    /** A server that goes away pauses its scheduler first: see {@link HandingOver}. */
    private static BooleanSupplier stopping(ExecutionContext context) {
        SchedulerState state = context.getSchedulerState();
        return () -> state.isPaused() || state.isShuttingDown();
    }

    private static void interrupted(RunFacts facts, Claim claim) {
        var run = facts.get(claim.run());
        if (run.state().mayBecome(RunState.INTERRUPTED)) {
            facts.become(claim, run, RunState.INTERRUPTED, null, null, "Its server went away; another takes it up.");
        }
    }
}
