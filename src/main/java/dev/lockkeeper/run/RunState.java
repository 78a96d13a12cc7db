package dev.lockkeeper.run;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/**
 * The states of a run and the arrows between them: this table is the only place that says which are legal. The store's check
 * constraint names the same states; a test walks all pairs and draws {@code docs/run-states.md}.
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
    STUCK("stuck", "An outcome is unknown; a person must look and decide."),
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
        return switch (this) {
            case SCHEDULED -> EnumSet.of(RUNNING, WAITING, PAUSED, CANCELLED, FAILED);
            case RUNNING -> EnumSet.of(WAITING, PAUSING, CANCELLING, INTERRUPTED, FAILED, STUCK, SUCCEEDED);
            case WAITING -> EnumSet.of(RUNNING, PAUSED, CANCELLED, ROLLING_BACK, FAILED);
            case PAUSING -> EnumSet.of(PAUSED, CANCELLING, INTERRUPTED, WAITING, FAILED, STUCK, SUCCEEDED);
            case PAUSED -> EnumSet.of(RUNNING, WAITING, CANCELLED, ROLLING_BACK);
            case CANCELLING -> EnumSet.of(CANCELLED, INTERRUPTED, FAILED, STUCK, SUCCEEDED);
            case INTERRUPTED -> EnumSet.of(RUNNING, PAUSED, CANCELLED, ROLLING_BACK, FAILED, STUCK);
            case FAILED, STUCK -> EnumSet.of(RUNNING, CANCELLED, ROLLING_BACK);
            case ROLLING_BACK -> EnumSet.of(ROLLED_BACK, FAILED, STUCK);
            case CANCELLED, SUCCEEDED -> EnumSet.of(ROLLING_BACK);
            case ROLLED_BACK -> EnumSet.noneOf(RunState.class);
        };
    }

    public boolean mayBecome(RunState next) {
        return next().contains(next);
    }

    /** Neither finished nor given up: such a run keeps others off its target's tables. */
    public boolean active() {
        return switch (this) {
            case SCHEDULED, RUNNING, WAITING, PAUSING, PAUSED, CANCELLING, INTERRUPTED, FAILED, STUCK, ROLLING_BACK -> true;
            case CANCELLED, ROLLED_BACK, SUCCEEDED -> false;
        };
    }

    public static RunState of(String wire) {
        return Arrays.stream(values()).filter(state -> state.wire.equals(wire)).findFirst().orElseThrow();
    }
}
