package dev.lockkeeper.api;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import java.io.IOException;
import java.util.concurrent.Semaphore;

/** Lets a few do something dear at once and some more wait; whoever comes then is sent away, so that the server has threads left for others. */
public final class Turns {

    private final Semaphore room;
    private final int mayWait;

    public Turns(int atOnce, int mayWait) {
        this.room = new Semaphore(atOnce, true);
        this.mayWait = mayWait;
    }

    public interface Work<T> {
        T get() throws IOException;
    }

    /** @throws Failure {@code busy} when as many as may wait are waiting */
    public <T> T take(Work<T> work) throws IOException {
        if (waiting() >= mayWait) {
            throw new Failure(
                    Code.BUSY,
                    "Others are being answered, and more are waiting; nothing was looked at.",
                    "Try it again in a minute.");
        }
        room.acquireUninterruptibly();
        try {
            return work.get();
        } finally {
            room.release();
        }
    }

    int waiting() {
        return room.getQueueLength();
    }
}
