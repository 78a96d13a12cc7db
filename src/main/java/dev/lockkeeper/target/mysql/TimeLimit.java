package dev.lockkeeper.target.mysql;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Ends a statement of ours that takes too long: MySQL limits the time of queries only. The kill and the end of the statement exclude each
 * other, so that it never meets the statement after it.
 */
final class TimeLimit implements AutoCloseable {

    private static final ScheduledExecutorService TIMER = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("mysql-time-limit").daemon().factory());

    private final Object turn = new Object();
    private final Future<?> alarm;
    private boolean over;
    private boolean struck;

    /** @param limit zero for none */
    TimeLimit(Duration limit, Killing killing) {
        alarm = limit.isZero()
                ? java.util.concurrent.CompletableFuture.completedFuture(null)
                : TIMER.schedule(() -> strike(killing), limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void strike(Killing killing) {
        synchronized (turn) {
            if (!over) {
                struck = true;
                killing.statement();
            }
        }
    }

    boolean struck() {
        synchronized (turn) {
            return struck;
        }
    }

    @Override
    public void close() {
        alarm.cancel(false);
        synchronized (turn) {
            over = true;
        }
    }
}
