package dev.lockkeeper.plan;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What every step takes.
 *
 * @param name the author's name for it, null for the one made from its kind and table
 * @param timeout how long the step may take in all, null for no limit of its own
 * @param allow rules of lint that do not count for its SQL, each with the author's reason, in the order of the file
 */
public record StepOptions(
        @Nullable String name, @Nullable Duration timeout, OnFailure onFailure, Map<String, String> allow) {

    public static final StepOptions NONE = new StepOptions(null, null, OnFailure.STOP);

    public StepOptions {
        allow = Ordered.copyOf(allow);
    }

    /** With every rule in force. */
    public StepOptions(@Nullable String name, @Nullable Duration timeout, OnFailure onFailure) {
        this(name, timeout, onFailure, Map.of());
    }

    /** What a failed step does to its phase. */
    public enum OnFailure {
        STOP,
        CONTINUE
    }
}
