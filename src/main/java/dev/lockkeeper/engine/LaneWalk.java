package dev.lockkeeper.engine;

import dev.lockkeeper.Failure;
import dev.lockkeeper.target.Lane;
import dev.lockkeeper.target.Rows;
import dev.lockkeeper.target.RowsWork;
import dev.lockkeeper.target.TargetSession;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One lane in the hands of one worker: where it is, how large its next chunk is. Not for several threads. */
final class LaneWalk {

    private final RowsWork work;
    private final int number;
    private final ChunkSizing sizing;
    private final String server;
    private @Nullable TargetSession session;
    private @Nullable Rows rows;
    private @Nullable Lane lane;

    LaneWalk(RowsWork work, int number, ChunkSizing sizing, String server) {
        this.work = work;
        this.number = number;
        this.sizing = sizing;
        this.server = server;
    }

    int number() {
        return number;
    }

    /** Fences off whoever had the lane, and begins at the ledger's cursor. */
    void takeOver(TargetSession with) {
        session = with;
        lane = with.ledger().takeOver(work.run(), work.step(), number, server);
        Rows walked = with.rows(work);
        Ground.check(with, work, walked);
        rows = walked;
    }

    boolean finished() {
        return lane != null && lane.done();
    }

    /** The key after which the next chunk begins, for people. */
    String from() {
        return lane == null || lane.from() == null
                ? "the start"
                : String.join(", ", Objects.requireNonNull(lane.from()));
    }

    /** @param chunk what the next one should take at most, null for as long as the file says */
    void aim(@Nullable Duration chunk) {
        sizing.aim(chunk);
    }

    /** @return milliseconds that the chunk took */
    long next() {
        long began = System.nanoTime();
        Rows.Chunk chunk = Objects.requireNonNull(rows).next(Objects.requireNonNull(lane), sizing.rows());
        long millis = (System.nanoTime() - began) / 1_000_000;
        lane = chunk.lane();
        sizing.took(chunk.compared(), millis, chunk.walBytes());
        return millis;
    }

    /** @return false when a chunk is a single row already */
    boolean smaller() {
        return sizing.halve();
    }

    /** The rows after the cursor refuse. */
    void refused(Failure failure) {
        giveUp("the row after " + from() + ": " + failure.message());
    }

    boolean taken() {
        return lane != null;
    }

    void giveUp(String why) {
        Objects.requireNonNull(session).ledger().fail(work.run(), work.step(), Objects.requireNonNull(lane), why);
    }
}
