package dev.lockkeeper.run;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the throttle said at one moment.
 *
 * @param verdict {@code go}, {@code slow} or {@code stop}
 * @param reason null on go
 * @param changed whether it said something else before
 */
public record ThrottleSample(
        Instant at,
        String step,
        String verdict,
        @Nullable String reason,
        boolean changed,
        List<ThrottleSignal> signals) {
    public ThrottleSample {
        signals = List.copyOf(signals);
    }
}
