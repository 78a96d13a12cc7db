package dev.lockkeeper.engine;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/** Lets a lane that stops on this server wake the walk that waits for it; lanes elsewhere are seen at the next tick. */
@Component
class LaneSignals {

    private final ConcurrentMap<Long, Semaphore> stopped = new ConcurrentHashMap<>();

    void laneStopped(long run) {
        of(run).release();
    }

    /** Returns after the time, or as soon as a lane of the run has stopped. */
    void await(long run, Duration atMost) throws InterruptedException {
        Semaphore signal = of(run);
        if (signal.tryAcquire(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
            signal.drainPermits();
        }
    }

    void forget(long run) {
        stopped.remove(run);
    }

    private Semaphore of(long run) {
        return stopped.computeIfAbsent(run, id -> new Semaphore(0));
    }
}
