package dev.lockkeeper.run;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The states of a run; {@code RunArrows} is the table of the arrows between them. The store's check constraint names the same states;
 * a test walks all pairs and draws {@code docs/run-states.md}.
 */
public enum RunState {
    SCHEDULED("scheduled", "Waits for its start; no server has picked it up yet."),
    RUNNING("running", "A phase is being carried out."),
    WAITING("waiting", "Stands at a gate and says what it waits for."),
    PAUSING("pausing", "Somebody wishes a pause; the chunk in hand is finished first."),
    PAUSED("paused", "Stands still between two chunks until somebody resumes it."),
    CANCELLING("cancelling", "Somebody wishes to cancel; the chunk in hand is finished first."),
    CANCELLED("cancelled", "Stopped for good; what was done stays done."),
    INTERRUPTED("interrupted", "Its server went away; another will take it up shortly."),
    FAILED("failed", "A step failed; nothing goes on until somebody retries, cancels or rolls back."),
    STUCK("stuck", "An outcome is unknown, or rows are left out; a person must look and decide."),
    ROLLING_BACK("rollingBack", "Phases are being undone."),
    ROLLED_BACK("rolledBack", "What was asked for is undone."),
    SUCCEEDED("succeeded", "Every phase is done.");

    private final String wire;
    private final String meaning;

    RunState(String wire, String meaning) {
        this.wire = wire;
        this.meaning = meaning;
    }

    public String wire() {
        return wire;
    }

    /** What the state means, in one sentence for people. */
    public String meaning() {
        return meaning;
    }

    /** The states that may follow. */
    public Set<RunState> next() {
        return RunArrows.from(this).stream().map(RunArrows.Arrow::to).collect(Collectors.toUnmodifiableSet());
    }

    public boolean mayBecome(RunState next) {
        return RunArrows.between(this, next).isPresent();
    }

    /** Nothing goes on by itself any more; only a rollback may follow. */
    public boolean ended() {
        return !active();
    }

    /** Neither finished nor given up: such a run keeps others off its target's tables. */
    public boolean active() {
        return switch (this) {
            case SCHEDULED, RUNNING, WAITING, PAUSING, PAUSED, CANCELLING, INTERRUPTED, FAILED, STUCK, ROLLING_BACK ->
                true;
            case CANCELLED, ROLLED_BACK, SUCCEEDED -> false;
        };
    }

    public static RunState of(String wire) {
        return Arrays.stream(values())
                .filter(state -> state.wire.equals(wire))
                .findFirst()
                .orElseThrow();
    }
}
