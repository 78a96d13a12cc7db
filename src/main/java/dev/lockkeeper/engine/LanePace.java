package dev.lockkeeper.engine;

import dev.lockkeeper.run.RunFacts;
import dev.lockkeeper.run.RunState;
import java.time.Duration;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What a lane heeds between two chunks: the wish, the state, the verdict of the throttle, the dial, whether it is one of those at work. Asks the store at most five times a
 * second, so that a wish is seen within that and the store is not asked for every chunk.
 */
final class LanePace {

    private static final Duration FRESH = Duration.ofMillis(200);
    /** A verdict older than this is no verdict: who cannot see must not go on. */
    static final Duration STALE = Duration.ofSeconds(15);

    private final RunFacts facts;
    private final long run;
    private final int lane;
    private final RunState working;
    private final BooleanSupplier stopping;
    private RunFacts.Pace pace;
    private long readAt;

    /** @param working the only state in which this lane may write: one that clears rows must not meet one that still fills them */
    LanePace(RunFacts facts, long run, int lane, RunState working, BooleanSupplier stopping) {
        this.facts = facts;
        this.run = run;
        this.lane = lane;
        this.working = working;
        this.stopping = stopping;
        this.pace = facts.pace(run);
        this.readAt = System.nanoTime();
    }

    /** Returns at once when the lane may go on or must stop, and waits while it is held. @return false when it must stop */
    boolean mayGoOn() {
        while (true) {
            read();
            if (stopping.getAsBoolean() || stops()) {
                return false;
            }
            if (pace.go() && pace.age().compareTo(STALE) < 0) {
                return true;
            }
            Pauses.sleep(FRESH);
        }
    }

    /** Dial 11 rests not at all, 1 ten times as long as it worked; and never less than the throttle says. */
    void rest(long workedMillis) {
        double dial = (11.0 - pace.dial()) / pace.dial();
        sleep(Duration.ofMillis(Math.round(workedMillis * Math.max(dial, pace.rest()))));
    }

    /** What the next chunk should take; null for as long as the file says. */
    @Nullable
    Duration chunk() {
        return pace.chunk();
    }

    /** The one that goes on when there is no room for more. */
    boolean first() {
        Set<Integer> lanes = pace.working();
        return lanes == null ? lane == 0 : lanes.stream().noneMatch(each -> each < lane);
    }

    /** Cut short when the lane must stop. */
    void sleep(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            read();
            if (stopping.getAsBoolean() || stops()) {
                return;
            }
            Duration left = Duration.ofNanos(Math.max(1, end - System.nanoTime()));
            Pauses.sleep(left.compareTo(FRESH) < 0 ? left : FRESH);
        }
    }

    private boolean stops() {
        Set<Integer> lanes = pace.working();
        return pace.stops(working) || lanes != null && !lanes.contains(lane);
    }

    private void read() {
        if (System.nanoTime() - readAt >= FRESH.toNanos()) {
            pace = facts.pace(run);
            readAt = System.nanoTime();
        }
    }
}
