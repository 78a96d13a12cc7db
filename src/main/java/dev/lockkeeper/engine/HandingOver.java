package dev.lockkeeper.engine;

import com.github.kagkarlsson.scheduler.Scheduler;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Lets a server go in good order: takes nothing new, lets each worker finish its chunk and put its task back, so that another server
 * has it within a second. Works while the web server waits for its last requests, and not longer than that.
 */
@Component
class HandingOver implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(HandingOver.class);

    /** A chunk may take its ten seconds; what is not put back by then is found dead by the others. */
    private static final Duration PATIENCE = Duration.ofSeconds(13);

    private static final Duration LOOK = Duration.ofMillis(50);

    /** The one in which the web server waits; the live streams have ended in the one before. */
    private static final int WITH_THE_WEB_SERVER = SmartLifecycle.DEFAULT_PHASE - 1024;

    private final Scheduler scheduler;
    private volatile boolean running;

    HandingOver(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop(Runnable done) {
        Thread.ofPlatform().name("handing-over").start(() -> {
            try {
                stop();
            } finally {
                done.run();
            }
        });
    }

    @Override
    public void stop() {
        running = false;
        int tasks = scheduler.getCurrentlyExecuting().size();
        scheduler.pause();
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!scheduler.getCurrentlyExecuting().isEmpty() && System.nanoTime() < end) {
            Pauses.sleep(LOOK);
        }
        int left = scheduler.getCurrentlyExecuting().size();
        if (left > 0) {
            LOG.warn(
                    "{} of {} tasks could not be handed over in time; others take them up as those of a dead server",
                    left,
                    tasks);
        } else {
            LOG.info("Handed over {} tasks", tasks);
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return WITH_THE_WEB_SERVER;
    }
}
