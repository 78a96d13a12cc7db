package dev.lockkeeper.engine;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What has refused a lane since its last chunk, and whether it is time to go on without the row: at once for one that refuses by itself,
 * after the patience for one that is locked or too slow. Only time spent asking counts, not time that the throttle held.
 */
final class Refusals {

    private final Duration patience;
    private int count;
    private Duration askedForOne = Duration.ZERO;
    private @Nullable Failure beyondHope;

    Refusals(Duration patience) {
        this.patience = patience;
    }

    int count() {
        return count;
    }

    /** @param alone whether a single row was asked for */
    void refused(Failure failure, boolean alone) {
        count++;
        boolean mayPass = failure.code() == Code.LOCK_NOT_GRANTED;
        beyondHope = alone && (!mayPass || askedForOne.compareTo(patience) >= 0) ? failure : null;
    }

    /** @param size rows of the chunk that is asked for now */
    void waited(int size, Duration time) {
        askedForOne = size == 1 ? askedForOne.plus(time) : Duration.ZERO;
    }

    /** What was said of the row that is to be left out; null while there is hope. */
    @Nullable
    Failure beyondHope() {
        return beyondHope;
    }

    void clear() {
        count = 0;
        askedForOne = Duration.ZERO;
        beyondHope = null;
    }
}
