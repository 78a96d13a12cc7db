package dev.lockkeeper.engine;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.plan.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param lockBudget how long a statement may wait for a lock, and others behind it
 * @param lockPatience how long a step goes on asking for its lock before it fails
 * @param rowPatience how long a backfill asks for a single row that is locked, or too slow, before it goes on without it
 * @param holes how many rows a step may leave out for later; with more of them its lanes stop
 * @param runs how many runs one server carries at once; more wait for a free place
 * @param tick how often a running walk is looked at, and its progress written
 * @param gatePoll how often a waiting gate is looked at again
 * @param takeover within what time the work of a server that died is taken up by another
 */
@ConfigurationProperties("lockkeeper.engine")
record EngineSettings(
        @DefaultValue("1s") Duration lockBudget,
        @DefaultValue("10m") Duration lockPatience,
        @DefaultValue("60s") Duration rowPatience,
        @DefaultValue("1000") int holes,
        @DefaultValue("20") int runs,
        @DefaultValue("1s") Duration tick,
        @DefaultValue("10s") Duration gatePoll,
        @DefaultValue("12s") Duration takeover) {

    /** The scheduler's least. */
    static final int MISSED_HEARTBEATS = 4;

    /** The scheduler looks for the dead at every second heartbeat. */
    private static final int UNTIL_LOOKED_FOR = 2;

    /** For the poll that picks the task up, and for opening its session. */
    private static final Duration TO_TAKE_UP = Duration.ofSeconds(1);

    EngineSettings {
        List<String> wrong = new ArrayList<>();
        range(wrong, "lock-budget", lockBudget, Duration.ofMillis(50), Duration.ofMinutes(1));
        range(wrong, "lock-patience", lockPatience, Duration.ZERO, Duration.ofDays(1));
        range(wrong, "tick", tick, Duration.ofMillis(50), Duration.ofSeconds(10));
        range(wrong, "gate-poll", gatePoll, Duration.ofMillis(50), Duration.ofMinutes(10));
        range(wrong, "takeover", takeover, Duration.ofSeconds(2), Duration.ofMinutes(5));
        if (runs < 1) {
            wrong.add("lockkeeper.engine.runs is " + runs + ", and must be 1 or more");
        }
        if (!wrong.isEmpty()) {
            throw new Failure(
                    Code.WRONG_SETTINGS,
                    String.join("; ", wrong) + ".",
                    "Correct them in config/application.yml, the arguments or the environment, and start again.");
        }
    }

    private static void range(List<String> wrong, String name, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            wrong.add("lockkeeper.engine." + name + " is " + Durations.format(value) + ", and must be from "
                    + Durations.format(least) + " to " + Durations.format(most));
        }
    }

    /** So often that, with all heartbeats missed and the longest wait for the look, the take-over is in time. */
    Duration heartbeat() {
        return takeover.minus(TO_TAKE_UP).dividedBy(MISSED_HEARTBEATS + UNTIL_LOOKED_FOR);
    }
}
