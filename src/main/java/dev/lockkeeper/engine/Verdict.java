package dev.lockkeeper.engine;

import dev.lockkeeper.plan.Step.Throttle;
import dev.lockkeeper.target.Load;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Whether a walk may go on, and if not, why, with value and limit. A pure function of what was read and what the file allows.
 *
 * @param reason null on go
 */
record Verdict(boolean go, @Nullable String reason) {

    static final Verdict GO = new Verdict(true, null);

    static Verdict of(Throttle limits, Load load) {
        if (load.blockedByUs() > 0) {
            return stop(load.blockedByUs() + (load.blockedByUs() == 1 ? " session waits" : " sessions wait")
                    + " for our locks");
        }
        Duration lag = limits.replicaLag();
        if (lag != null && load.replicaLag() != null && load.replicaLag().compareTo(lag) > 0) {
            return stop("replica lag " + seconds(load.replicaLag()) + ", limit " + seconds(lag));
        }
        Integer sessions = limits.activeSessions();
        if (sessions != null && load.activeSessions() > sessions) {
            return stop(load.activeSessions() + " active sessions, limit " + sessions);
        }
        Duration longest = limits.longestTransaction();
        if (longest != null
                && load.longestTransaction() != null
                && load.longestTransaction().compareTo(longest) > 0) {
            return stop("longest transaction " + seconds(load.longestTransaction()) + ", limit " + seconds(longest));
        }
        return GO;
    }

    static Verdict stop(String reason) {
        return new Verdict(false, reason);
    }

    private static String seconds(Duration time) {
        double seconds = time.toMillis() / 1000.0;
        return seconds < 10 ? String.format(java.util.Locale.ROOT, "%.1f s", seconds) : time.toSeconds() + " s";
    }
}
