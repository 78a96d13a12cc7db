package dev.lockkeeper.engine;

import dev.lockkeeper.run.RunFacts;
import dev.lockkeeper.run.Wish;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/** Cancels a long statement of ours on the target as soon as somebody wishes to cancel the run, or this server is to stop. */
@Component
class Interrupter implements DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(Interrupter.class);
    private static final long LOOK_MILLIS = 500;

    private final RunFacts facts;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("engine-interrupter").daemon().factory());

    Interrupter(RunFacts facts) {
        this.facts = facts;
    }

    /** Ends the watch when closed. */
    interface Watch extends AutoCloseable {
        @Override
        void close();
    }

    /** Whether a statement of the run is to be cut short; then its being cancelled is no failure. */
    boolean interrupts(Work work) {
        return work.stopping().getAsBoolean() || facts.wish(work.run()) == Wish.CANCEL;
    }

    Watch watch(Work work) {
        Future<?> looking =
                timer.scheduleAtFixedRate(() -> look(work), LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        return () -> looking.cancel(false);
    }

    /** One look that fails, because the store is away for a moment, must not be the last: the timer forgets whoever throws. */
    private void look(Work work) {
        try {
            if (interrupts(work)) {
                work.session().interrupt();
            }
        } catch (RuntimeException e) {
            LOG.debug("Run {} could not be looked after", work.run(), e);
        }
    }

    @Override
    public void destroy() {
        timer.shutdownNow();
    }
}
