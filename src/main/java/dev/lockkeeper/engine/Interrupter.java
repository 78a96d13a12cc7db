package dev.lockkeeper.engine;

import dev.lockkeeper.run.RunFacts;
import dev.lockkeeper.run.Wish;
import dev.lockkeeper.target.TargetSession;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/** Cancels a long statement of ours on the target as soon as somebody wishes to cancel the run. */
@Component
class Interrupter implements DisposableBean {

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

    Watch watch(long run, TargetSession session) {
        Future<?> looking = timer.scheduleAtFixedRate(
                () -> {
                    if (facts.wish(run) == Wish.CANCEL) {
                        session.interrupt();
                    }
                },
                LOOK_MILLIS,
                LOOK_MILLIS,
                TimeUnit.MILLISECONDS);
        return () -> looking.cancel(false);
    }

    @Override
    public void destroy() {
        timer.shutdownNow();
    }
}
