package dev.lockkeeper.plan;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What every step takes.
 *
 * @param name the author's name for it, null for the one made from its kind and table
 * @param timeout how long the step may take in all, null for no limit of its own
 */
public record StepOptions(@Nullable String name, @Nullable Duration timeout, OnFailure onFailure) {

    public static final StepOptions NONE = new StepOptions(null, null, OnFailure.STOP);

    /** What a failed step does to its phase. */
    public enum OnFailure {
        STOP,
        CONTINUE
    }
}
