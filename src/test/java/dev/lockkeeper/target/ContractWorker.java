package dev.lockkeeper.target;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.testing.Epochs;
import org.jspecify.annotations.Nullable;

/** One worker of one lane with a session of its own, as the engine's is, without pauses and sizing. */
final class ContractWorker implements AutoCloseable {

    private static final int MOST_REFUSALS = 60;

    private final TargetSession session;
    private final Rows rows;
    private Lane lane;

    ContractWorker(ContractStage stage, RowsWork work, int number) {
        this.session = stage.open("lane " + (number + 1));
        this.lane = session.ledger().takeOver(work.run(), work.step(), number, Epochs.next(), "test");
        this.rows = session.rows(work);
    }

    Lane lane() {
        return lane;
    }

    TargetSession session() {
        return session;
    }

    boolean done() {
        return lane.done();
    }

    /** Once: what the target refuses is thrown, and the lane stays where it was. */
    Rows.Chunk next(int size) {
        Rows.Chunk chunk = rows.next(lane, size);
        lane = chunk.lane();
        return chunk;
    }

    void chunks(int count, int size) {
        for (int i = 0; i < count && !done(); i++) {
            patiently(size);
        }
    }

    void finish(int size) {
        while (!done()) {
            patiently(size);
        }
    }

    /** A lock that is not granted is asked for again, with ever smaller chunks. */
    private void patiently(int size) {
        int now = size;
        @Nullable Failure last = null;
        for (int refusals = 0; refusals < MOST_REFUSALS; refusals++) {
            try {
                next(now);
                return;
            } catch (Failure failure) {
                if (failure.code() != Code.LOCK_NOT_GRANTED) {
                    throw failure;
                }
                last = failure;
                now = Math.max(1, now / 2);
            }
        }
        throw new AssertionError("a chunk was refused " + MOST_REFUSALS + " times", last);
    }

    @Override
    public void close() {
        session.close();
    }
}
