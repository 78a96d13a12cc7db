package dev.lockkeeper.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A step with its place.
 *
 * @param step null when its kind is unknown or not supported yet
 * @param sound false when a finding was made inside it; it is then full of stand-ins
 */
record PlacedStep(@Nullable Step step, Value at, boolean sound) {

    /** A phase with the places of its steps. */
    record PlacedPhase(String name, Value at, Gate gate, List<PlacedStep> steps) {}
}
