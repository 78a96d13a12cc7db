package dev.lockkeeper.engine;

import dev.lockkeeper.plan.Step.Throttle;
import dev.lockkeeper.run.ThrottleSignal;
import dev.lockkeeper.target.Load;
import dev.lockkeeper.target.Load.Blocked;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts what was read beside the limits of the file. */
final class Signals {

    private Signals() {}

    /**
     * What was read besides the load itself.
     *
     * @param replicaLag of the slowest replica, by the primary and by themselves; null is unknown
     * @param walRate bytes a second, null before the second reading
     * @param atWork sessions of others, null is unknown
     * @param probes those of the author
     */
    record Read(
            Load load,
            @Nullable Duration replicaLag,
            @Nullable Double walRate,
            @Nullable Double atWork,
            double commitMillis,
            List<ThrottleSignal> probes) {}

    static List<ThrottleSignal> of(Read read, Throttle limits, Duration lockBudget) {
        Load load = read.load();
        List<ThrottleSignal> signals = new ArrayList<>();
        signals.add(new ThrottleSignal("blockedByUs", blocked(load.blocked(), lockBudget), 0.0, "sessions", false));
        signals.add(signal("replicaLag", seconds(read.replicaLag()), seconds(limits.replicaLag()), "s"));
        signals.add(signal("activeSessions", load.activeSessions(), limits.activeSessions(), "sessions"));
        signals.add(signal(
                "longestTransaction", seconds(load.longestTransaction()), seconds(limits.longestTransaction()), "s"));
        Duration commit = limits.commitLatency();
        signals.add(signal("commitLatency", read.commitMillis(), commit == null ? null : commit.toMillis(), "ms"));
        // A rate needs two readings: before the second the first is not unknown but not there yet.
        Double rate = read.walRate();
        signals.add(signal("walRate", rate == null && load.walBytes() != null ? 0.0 : rate, limits.walRate(), "B/s"));
        signals.add(signal("archiveQueue", load.archiveQueue(), limits.archiveQueue(), "files"));
        signals.add(signal("autovacuum", load.autovacuum(), limits.vacuumWaits() ? 0 : null, ""));
        signals.add(signal("historyList", load.historyList(), limits.historyList(), ""));
        signals.add(signal("threadsRunning", load.threadsRunning(), limits.threadsRunning(), "threads"));
        signals.add(signal("atWork", read.atWork(), null, "sessions"));
        signals.addAll(read.probes());
        // What the engine does not know and nobody limits is not worth a line.
        signals.removeIf(signal -> signal.value() == null && signal.limit() == null);
        return signals;
    }

    private static double blocked(List<Blocked> blocked, Duration budget) {
        return blocked.stream()
                .filter(each -> each.since().compareTo(budget) >= 0)
                .map(Blocked::waiter)
                .distinct()
                .count();
    }

    private static ThrottleSignal signal(String name, @Nullable Number value, @Nullable Number limit, String unit) {
        return new ThrottleSignal(
                name,
                value == null ? null : value.doubleValue(),
                limit == null ? null : limit.doubleValue(),
                unit,
                false);
    }

    private static @Nullable Double seconds(@Nullable Duration time) {
        return time == null ? null : time.toMillis() / 1000.0;
    }
}
