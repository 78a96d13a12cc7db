package dev.lockkeeper.engine;

import dev.lockkeeper.Failure;
import dev.lockkeeper.target.TargetSession;
import java.time.Duration;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far one replica is behind, read on the replica itself: which of the sampler's pulses it shows. Needs no clock but ours and nothing
 * of the engine, and sees the time on the network as well. Has a thread of its own, because a replica that hangs must not stop the rest.
 */
final class ReplicaLag implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ReplicaLag.class);
    private static final Duration EVERY = Duration.ofMillis(200);

    /** A reading that is older is no reading of now: its age is added. */
    private static final Duration FRESH = Duration.ofSeconds(1);

    private final long run;
    private final String pulse;
    private final Supplier<TargetSession> opening;
    private final CountDownLatch closed = new CountDownLatch(1);
    /** When each pulse was committed, by {@link System#nanoTime}. */
    private final TreeMap<Long, Long> pulses = new TreeMap<>();

    /** As of the last reading; null before the first. */
    private @Nullable Duration lag;

    private long readAt;

    /** @param pulse the name of the fact that is a number growing with each commit */
    ReplicaLag(long run, String pulse, Supplier<TargetSession> opening) {
        this.run = run;
        this.pulse = pulse;
        this.opening = opening;
        this.readAt = System.nanoTime();
        Thread.ofVirtual().name("replica-lag-" + run).start(this::read);
    }

    /** A pulse was committed on the primary. */
    synchronized void beat(long number) {
        pulses.put(number, System.nanoTime());
        // A replica that never answers must not cost memory.
        while (pulses.size() > 10_000) {
            pulses.pollFirstEntry();
        }
    }

    /** @return null when the replica has not been read for a while */
    synchronized @Nullable Duration now() {
        Duration age = Duration.ofNanos(System.nanoTime() - readAt);
        if (lag == null || age.compareTo(LanePace.STALE) > 0) {
            return null;
        }
        return age.compareTo(FRESH) < 0 ? lag : lag.plus(age);
    }

    private void read() {
        while (!isClosed(Duration.ZERO)) {
            try (TargetSession session = opening.get()) {
                session.patience(Readings.PATIENCE);
                do {
                    shows(session.ledger()
                            .recall(run, pulse)
                            .map(Long::parseLong)
                            .orElse(-1L));
                } while (!isClosed(EVERY));
            } catch (Failure | NumberFormatException e) {
                LOG.debug("A replica cannot be read for run {}: {}", run, e.getMessage());
                isClosed(EVERY);
            }
        }
    }

    /** Behind since the first pulse was committed that it does not show. Those before are not needed any more. */
    private synchronized void shows(long number) {
        if (lag == null && pulses.isEmpty()) {
            return; // Nothing was committed yet that it could show, so it says nothing.
        }
        readAt = System.nanoTime();
        pulses.headMap(number, true).clear();
        var next = pulses.firstEntry();
        lag = next == null ? Duration.ZERO : Duration.ofNanos(readAt - next.getValue());
    }

    private boolean isClosed(Duration within) {
        try {
            return closed.await(within.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
