package dev.lockkeeper.plan;

import java.util.List;

/** A part of a plan that is launched, gated and rolled back by itself. */
public record Phase(String name, Gate gate, List<Step> steps) {

    /** The phase that has a gate even when none is written. */
    public static final String CONTRACT = "contract";

    public Phase {
        steps = List.copyOf(steps);
    }
}
