package dev.lockkeeper.check;

import java.time.Instant;

/**
 * What a check found, with its evidence.
 *
 * @param blocking whether a fail or unknown keeps the launch from happening
 * @param evidence what was seen, with values
 * @param advice what to do about it; empty on a pass
 */
public record Finding(
        String id, String title, Result result, boolean blocking, String evidence, String advice, Instant checkedAt) {

    /** The three answers; unknown is never a pass. */
    public enum Result {
        PASS,
        FAIL,
        UNKNOWN
    }

    /** The same, standing in the way or not. */
    Finding blocking(boolean blocks) {
        return new Finding(id, title, result, blocks, evidence, advice, checkedAt);
    }

    /** Whether it stands in the way. */
    public boolean stops() {
        return blocking && result != Result.PASS;
    }
}
