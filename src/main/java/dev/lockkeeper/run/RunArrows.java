package dev.lockkeeper.run;

import static dev.lockkeeper.run.RunState.CANCELLED;
import static dev.lockkeeper.run.RunState.CANCELLING;
import static dev.lockkeeper.run.RunState.FAILED;
import static dev.lockkeeper.run.RunState.INTERRUPTED;
import static dev.lockkeeper.run.RunState.PAUSED;
import static dev.lockkeeper.run.RunState.PAUSING;
import static dev.lockkeeper.run.RunState.ROLLED_BACK;
import static dev.lockkeeper.run.RunState.ROLLING_BACK;
import static dev.lockkeeper.run.RunState.RUNNING;
import static dev.lockkeeper.run.RunState.SCHEDULED;
import static dev.lockkeeper.run.RunState.STUCK;
import static dev.lockkeeper.run.RunState.SUCCEEDED;
import static dev.lockkeeper.run.RunState.WAITING;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The arrows between the states of a run: this table is the only place that says which are legal, and why each is there. */
final class RunArrows {
    private RunArrows() {}

    /** @param why when it is taken, in one sentence for people */
    record Arrow(RunState from, RunState to, String why) {}

    private static final List<Arrow> TABLE = List.of(
            new Arrow(SCHEDULED, RUNNING, "A server takes it up."),
            new Arrow(SCHEDULED, WAITING, "The first gate does not open yet."),
            new Arrow(SCHEDULED, PAUSED, "Somebody pauses it before it begins."),
            new Arrow(SCHEDULED, CANCELLED, "Somebody cancels it before it begins."),
            new Arrow(SCHEDULED, FAILED, "It cannot begin: the target is gone or is not the same any more."),
            new Arrow(RUNNING, WAITING, "It stands before a gate."),
            new Arrow(RUNNING, PAUSING, "Somebody wishes a pause."),
            new Arrow(RUNNING, CANCELLING, "Somebody wishes to cancel."),
            new Arrow(RUNNING, INTERRUPTED, "Its server goes away."),
            new Arrow(RUNNING, FAILED, "A step fails."),
            new Arrow(RUNNING, STUCK, "The outcome of a step is unknown, or rows are left out as holes."),
            new Arrow(RUNNING, SUCCEEDED, "The last phase is done."),
            new Arrow(WAITING, RUNNING, "The gate opens."),
            new Arrow(WAITING, PAUSED, "Somebody pauses it; nothing is being carried out."),
            new Arrow(WAITING, CANCELLED, "Somebody cancels it; nothing is being carried out."),
            new Arrow(WAITING, ROLLING_BACK, "Somebody wishes to roll back."),
            new Arrow(WAITING, FAILED, "What the gate needs can no longer be asked."),
            new Arrow(PAUSING, PAUSED, "The chunk in hand is finished."),
            new Arrow(PAUSING, RUNNING, "Somebody resumes it before it stood still."),
            new Arrow(PAUSING, CANCELLING, "Somebody wishes to cancel instead."),
            new Arrow(PAUSING, INTERRUPTED, "Its server goes away."),
            new Arrow(PAUSING, WAITING, "The phase was done before the pause was seen."),
            new Arrow(PAUSING, FAILED, "The step in hand fails."),
            new Arrow(PAUSING, STUCK, "The outcome of the step in hand is unknown."),
            new Arrow(PAUSING, SUCCEEDED, "The last phase was done before the pause was seen."),
            new Arrow(PAUSED, RUNNING, "Somebody resumes it."),
            new Arrow(PAUSED, SCHEDULED, "Somebody resumes it before its start."),
            new Arrow(PAUSED, WAITING, "Somebody resumes it before a gate."),
            new Arrow(PAUSED, CANCELLED, "Somebody cancels it."),
            new Arrow(PAUSED, ROLLING_BACK, "Somebody wishes to roll back."),
            new Arrow(CANCELLING, CANCELLED, "The chunk in hand is finished."),
            new Arrow(CANCELLING, INTERRUPTED, "Its server goes away."),
            new Arrow(CANCELLING, FAILED, "The step in hand fails."),
            new Arrow(CANCELLING, STUCK, "The outcome of the step in hand is unknown."),
            new Arrow(CANCELLING, SUCCEEDED, "The last phase was done before the wish was seen."),
            new Arrow(INTERRUPTED, RUNNING, "Another server takes it up."),
            new Arrow(INTERRUPTED, PAUSED, "Somebody pauses it, or wished so before."),
            new Arrow(INTERRUPTED, CANCELLED, "Somebody cancels it, or wished so before."),
            new Arrow(INTERRUPTED, ROLLING_BACK, "Somebody wishes to roll back, or wished so before."),
            new Arrow(INTERRUPTED, FAILED, "It cannot go on."),
            new Arrow(INTERRUPTED, STUCK, "What the lost server left cannot be told."),
            new Arrow(FAILED, RUNNING, "Somebody tries again."),
            new Arrow(FAILED, CANCELLED, "Somebody gives it up."),
            new Arrow(FAILED, ROLLING_BACK, "Somebody wishes to roll back, or tries the rollback again."),
            new Arrow(STUCK, RUNNING, "Somebody has looked, and tries again, or has decided on its holes."),
            new Arrow(STUCK, CANCELLED, "Somebody has looked, and gives it up."),
            new Arrow(STUCK, ROLLING_BACK, "Somebody has looked, and wishes to roll back, or goes on with that."),
            new Arrow(ROLLING_BACK, ROLLED_BACK, "All that was asked for is undone."),
            new Arrow(ROLLING_BACK, INTERRUPTED, "Its server goes away."),
            new Arrow(ROLLING_BACK, FAILED, "A statement back fails."),
            new Arrow(
                    ROLLING_BACK, STUCK, "The outcome of a statement back is unknown, or rows are left out as holes."),
            new Arrow(CANCELLED, ROLLING_BACK, "Somebody wishes to undo what was done."),
            new Arrow(SUCCEEDED, ROLLING_BACK, "Somebody wishes to undo it."));

    static List<Arrow> from(RunState state) {
        return TABLE.stream().filter(arrow -> arrow.from() == state).toList();
    }

    static Optional<Arrow> between(RunState from, RunState to) {
        return TABLE.stream()
                .filter(arrow -> arrow.from() == from && arrow.to() == to)
                .findFirst();
    }

    /** The page of the docs: a diagram, and a line for each state and arrow. */
    static String markdown() {
        StringBuilder page = new StringBuilder("# States of a run\n\nWritten by `RunStateTest` from `run.RunArrows`;")
                .append(
                        " the test fails when this page differs.\n\n```mermaid\nstateDiagram-v2\n    [*] --> scheduled\n");
        TABLE.forEach(arrow -> page.append(
                "    %s --> %s\n".formatted(arrow.from().wire(), arrow.to().wire())));
        Arrays.stream(RunState.values())
                .filter(RunState::ended)
                .forEach(state -> page.append("    %s --> [*]\n".formatted(state.wire())));
        page.append("```\n\n| state | meaning |\n|---|---|\n");
        Arrays.stream(RunState.values())
                .forEach(state -> page.append("| `%s` | %s |\n".formatted(state.wire(), state.meaning())));
        page.append("\n| from | to | when |\n|---|---|---|\n");
        TABLE.forEach(arrow -> page.append("| `%s` | `%s` | %s |\n"
                .formatted(arrow.from().wire(), arrow.to().wire(), arrow.why())));
        return page.toString();
    }
}
