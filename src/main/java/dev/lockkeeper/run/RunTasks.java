package dev.lockkeeper.run;

import com.github.kagkarlsson.scheduler.task.TaskDescriptor;

/** Names of the tasks by which runs reach the engine; instance ids are {@code runId} and {@code runId/phase/index/lane}. */
public final class RunTasks {
    private RunTasks() {}

    /** Carries one run forward until it ends, waits or pauses. */
    public static final TaskDescriptor<Void> PHASE = TaskDescriptor.of("phase");

    /** Drops for good what a run only renamed, after its time to be kept. */
    public static final TaskDescriptor<Void> RETENTION = TaskDescriptor.of("retention");

    /** Carries one lane forward. */
    public static final TaskDescriptor<Void> LANE = TaskDescriptor.of("lane");
}
