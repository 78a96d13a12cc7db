package dev.lockkeeper.engine;

import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.Execution;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.run.Claim;
import dev.lockkeeper.run.RunFacts;
import java.time.Clock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Takes tasks up and lets them go. A worker that stood still while another server took its task over finds itself fenced: it says so
 * once, and leaves the task to the other without a word to the scheduler.
 */
@Component
class TaskClaims {

    private static final Logger LOG = LoggerFactory.getLogger(TaskClaims.class);

    private final RunFacts facts;
    private final TransactionTemplate transaction;
    private final Clock clock;

    TaskClaims(RunFacts facts, TransactionTemplate transaction, Clock clock) {
        this.facts = facts;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** How a task ends, in one transaction with the question whether it is still ours. */
    interface Ending {
        void end(ExecutionOperations<Void> operations, ExecutionComplete complete);
    }

    /** Carries a task as long as it is ours. */
    CompletionHandler<Void> carry(ExecutionContext context, Function<Claim, Ending> work) {
        Execution execution = context.getExecution();
        try {
            Claim claim = claim(execution);
            Ending ending = ending(work, claim);
            return (complete, operations) -> transaction.executeWithoutResult(status -> {
                if (facts.holds(claim)) {
                    ending.end(operations, complete);
                } else {
                    left(execution, "another server has it now");
                }
            });
        } catch (Failure failure) {
            if (failure.code() != Code.FENCED) {
                throw failure;
            }
            left(execution, failure.message());
            return (complete, operations) -> {};
        }
    }

    /** A thread that is interrupted belongs to a server that goes away: the next one may have the task at once. */
    private Ending ending(Function<Claim, Ending> work, Claim claim) {
        try {
            return work.apply(claim);
        } catch (Pauses.Interrupted stopped) {
            Thread.interrupted();
            return (operations, complete) -> operations.reschedule(complete, clock.instant());
        }
    }

    /** Shuts the dead server out for good, and puts the task back for whoever comes first. */
    void dead(ExecutionComplete complete, ExecutionOperations<Void> operations, Consumer<Claim> alsoDo) {
        try {
            transaction.executeWithoutResult(status -> {
                alsoDo.accept(claim(complete.getExecution()));
                operations.reschedule(complete, clock.instant());
            });
        } catch (Failure failure) {
            if (failure.code() != Code.FENCED) {
                throw failure;
            }
            LOG.debug("Somebody else was faster to find {} dead", complete.getExecution().taskInstance);
        }
    }

    private Claim claim(Execution execution) {
        String instance = execution.taskInstance.getId();
        int slash = instance.indexOf('/');
        long run = Long.parseLong(slash < 0 ? instance : instance.substring(0, slash));
        return facts.takeUp(run, execution.taskInstance, execution.version);
    }

    private static void left(Execution execution, String why) {
        LOG.warn(
                "Task {} {} was taken over while this server stood still, and is left to the other: {}",
                execution.taskInstance.getTaskName(),
                execution.taskInstance.getId(),
                why);
    }
}
