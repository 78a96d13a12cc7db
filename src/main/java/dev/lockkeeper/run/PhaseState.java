package dev.lockkeeper.run;

import java.util.Arrays;

/** The states of a phase of a run. */
public enum PhaseState {
    PENDING("pending"),
    WAITING("waiting"),
    RUNNING("running"),
    SUCCEEDED("succeeded"),
    FAILED("failed"),
    ROLLING_BACK("rollingBack"),
    ROLLED_BACK("rolledBack");

    private final String wire;

    PhaseState(String wire) {
        this.wire = wire;
    }

    public String wire() {
        return wire;
    }

    public static PhaseState of(String wire) {
        return Arrays.stream(values())
                .filter(state -> state.wire.equals(wire))
                .findFirst()
                .orElseThrow();
    }
}
