package dev.lockkeeper.check;

import java.util.Optional;

/** How fast earlier runs went over rows. The module of runs answers; checks may not ask it directly. */
public interface Rates {

    /**
     * @param kind of the step: {@code backfill} or {@code verify}
     * @return what the last succeeded ones on the target did, pauses included; empty before the first
     */
    Optional<Rate> measured(String target, String kind);

    /** @param rowsPerSecond over all of them; @param steps how many were looked at */
    record Rate(double rowsPerSecond, int steps, long lastRun) {}
}
