package dev.lockkeeper.run;

import com.github.kagkarlsson.scheduler.task.TaskInstanceId;
import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The rows of {@code claims}: which epoch of a task may write. */
@Repository
class ClaimStore {

    private static final String EXECUTION =
            "select 1 from scheduled_tasks where task_name = :name and task_instance = :instance and version = :version";

    private static final String RAISE =
            """
            insert into claims (task, run, epoch, server)
            values (:task, :run, cast(extract(epoch from clock_timestamp()) * 1000000 as bigint), :server)
            on conflict (task) do update
                set epoch = greatest(claims.epoch + 1, excluded.epoch), server = excluded.server, taken_at = excluded.taken_at
            returning epoch
            """;

    /** Until the transaction ends nobody can raise it. */
    private static final String HOLD = "select 1 from claims where task = :task and epoch = :epoch for share";

    private final JdbcClient store;

    ClaimStore(JdbcClient store) {
        this.store = store;
    }

    /**
     * Raises first and asks then: who comes to the row second sees what the first one did to the execution. Nothing but this row is
     * locked, because others lock the run before its execution.
     *
     * @throws Failure {@code fenced} when the scheduler has given the task to somebody else meanwhile
     */
    Claim raise(long run, TaskInstanceId task, long version, ServerName server) {
        String name = task.getTaskName() + " " + task.getId();
        long epoch = store.sql(RAISE)
                .param("task", name)
                .param("run", run)
                .param("server", server.text())
                .query(Long.class)
                .single();
        boolean picked = store.sql(EXECUTION)
                .param("name", task.getTaskName())
                .param("instance", task.getId())
                .param("version", version)
                .query(Integer.class)
                .optional()
                .isPresent();
        if (!picked) {
            throw fenced(run, name);
        }
        return new Claim(run, name, epoch);
    }

    /** Keeps the claim against every other until the transaction ends. @return false when somebody else has the task */
    boolean holds(Claim claim) {
        return store.sql(HOLD)
                .param("task", claim.task())
                .param("epoch", claim.epoch())
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    /** @throws Failure {@code fenced} */
    void hold(Claim claim) {
        if (!holds(claim)) {
            throw fenced(claim.run(), claim.task());
        }
    }

    private static Failure fenced(long run, String task) {
        return new Failure(
                Code.FENCED,
                "Another server has taken up '" + task + "' of run " + run
                        + " while this one stood still. Nothing more was written by this one.",
                "Nothing to do: the other one carries on.");
    }
}
