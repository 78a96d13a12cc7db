package dev.lockkeeper.run;

import java.util.Arrays;

/** The states of a step of a run. */
public enum StepState {
    PENDING("pending"),
    RUNNING("running"),
    SUCCEEDED("succeeded"),
    /** The target had it already in the wanted form. */
    ALREADY_SO("alreadySo"),
    FAILED("failed"),
    /** Failed, and its {@code onFailure} says to go on. */
    IGNORED("ignored"),
    ROLLED_BACK("rolledBack");

    private final String wire;

    StepState(String wire) {
        this.wire = wire;
    }

    public String wire() {
        return wire;
    }

    public static StepState of(String wire) {
        return Arrays.stream(values())
                .filter(state -> state.wire.equals(wire))
                .findFirst()
                .orElseThrow();
    }
}
