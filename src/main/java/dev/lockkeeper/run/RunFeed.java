package dev.lockkeeper.run;

import dev.lockkeeper.store.Notifications;
import jakarta.annotation.PreDestroy;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Passes the word that a run has changed, from whatever server, to those who watch it on this one. */
@Component
class RunFeed {

    private static final Logger LOG = LoggerFactory.getLogger(RunFeed.class);

    /** Changes within this time are one call: four a second are as live as a page can show. */
    private static final long GATHER_MILLIS = 250;

    private final Set<Watcher> watchers = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("run-feed").factory());
    private final AutoCloseable listening;

    RunFeed(Notifications notifications) {
        this.listening = notifications.listen(EventStore.TOPIC, this::heard);
    }

    AutoCloseable watch(long run, Consumer<Long> listener) {
        Watcher watcher = new Watcher(run, listener);
        watchers.add(watcher);
        return () -> watchers.remove(watcher);
    }

    /** @param payload the id of a run, empty after a connect: anything may have changed */
    private void heard(String payload) {
        watchers.stream()
                .filter(watcher -> payload.isEmpty() || payload.equals(String.valueOf(watcher.run)))
                .forEach(Watcher::call);
    }

    @PreDestroy
    void close() throws Exception {
        listening.close();
        timer.shutdownNow();
    }

    /** One who watches: called on a thread of its own, so that a slow one holds up nobody, and never twice at once. */
    private final class Watcher {
        private final long run;
        private final Consumer<Long> listener;
        private final AtomicBoolean due = new AtomicBoolean();

        Watcher(long run, Consumer<Long> listener) {
            this.run = run;
            this.listener = listener;
        }

        void call() {
            if (due.compareAndSet(false, true)) {
                timer.schedule(() -> Thread.startVirtualThread(this::tell), GATHER_MILLIS, TimeUnit.MILLISECONDS);
            }
        }

        private synchronized void tell() {
            // First, so that what changes while the listener reads leads to another call.
            due.set(false);
            try {
                if (watchers.contains(this)) {
                    listener.accept(run);
                }
            } catch (RuntimeException e) {
                LOG.warn("A watcher of run {} failed", run, e);
            }
        }
    }
}
