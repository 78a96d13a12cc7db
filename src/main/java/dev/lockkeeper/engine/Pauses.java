package dev.lockkeeper.engine;

import dev.lockkeeper.run.RunFacts;
import dev.lockkeeper.run.Wish;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** Pauses that end at once when somebody wishes something else. */
@Component
class Pauses {

    private static final Duration LOOK = Duration.ofMillis(200);

    private final RunFacts facts;

    Pauses(RunFacts facts) {
        this.facts = facts;
    }

    /** @return false when it was cut short by a wish or by this server's shutdown */
    boolean pause(Work work, Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            if (work.stopping().getAsBoolean() || stopped(facts.wish(work.run()))) {
                return false;
            }
            sleep(Duration.ofNanos(Math.min(LOOK.toNanos(), Math.max(1, end - System.nanoTime()))));
        }
        return true;
    }

    private static boolean stopped(Wish wish) {
        return wish == Wish.PAUSE || wish == Wish.CANCEL;
    }

    static void sleep(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Interrupted(e);
        }
    }

    /** This server is being shut down hard; the task is left to another. */
    static final class Interrupted extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Interrupted(InterruptedException cause) {
            super(cause);
        }
    }
}
