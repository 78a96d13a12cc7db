package dev.lockkeeper.engine;

import dev.lockkeeper.target.Hole;
import dev.lockkeeper.target.Lane;
import dev.lockkeeper.target.Ledger;
import dev.lockkeeper.target.Rows;
import dev.lockkeeper.target.RowsWork;
import dev.lockkeeper.target.TargetSession;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One lane in the hands of one worker: where it is, how large its next chunk is. Not for several threads. */
final class LaneWalk {

    private final RowsWork work;
    private final int number;
    private final ChunkSizing sizing;
    private final Narrowing narrowing = new Narrowing();
    private final Sharing sharing;
    private final String server;
    private @Nullable TargetSession session;
    private @Nullable Rows rows;
    private @Nullable Lane lane;

    LaneWalk(RowsWork work, int number, ChunkSizing sizing, String server) {
        this.work = work;
        this.number = number;
        this.sizing = sizing;
        this.server = server;
        this.sharing = new Sharing(work);
    }

    int number() {
        return number;
    }

    /**
     * Fences off whoever had the lane before, waits for a chunk of theirs in flight, and begins at the ledger's cursor.
     *
     * @param epoch of the task's claim: the same again after a lost session
     */
    void takeOver(TargetSession with, long epoch) {
        session = with;
        lane = with.ledger().takeOver(work.run(), work.step(), number, epoch, server);
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

    /** Rows of the next chunk. */
    int size() {
        return narrowing.rows(sizing.rows());
    }

    /** @param chunk what the next one should take at most, null for as long as the file says */
    void aim(@Nullable Duration chunk) {
        sizing.aim(chunk);
    }

    /** @return milliseconds that the chunk took */
    long next() {
        int size = size();
        long began = System.nanoTime();
        Rows.Chunk chunk = Objects.requireNonNull(rows).next(Objects.requireNonNull(lane), size);
        long millis = (System.nanoTime() - began) / 1_000_000;
        lane = chunk.lane();
        if (!narrowing.active()) {
            sizing.took(chunk.compared(), millis, chunk.walBytes());
        }
        narrowing.passed(size, sizing.rows());
        return millis;
    }

    /** Of what took too long, or waited for a lock too long, half is asked for next. */
    void smaller() {
        sizing.halve();
    }

    /** A row of the next chunk refuses. @return true when it is its only one */
    boolean narrowed() {
        return narrowing.refused(size());
    }

    /** Rows that the step has left out and nobody has accepted, those of all lanes. */
    List<Hole> holes() {
        return ledger().holes(work.run(), work.step()).stream()
                .filter(hole -> hole.state() == Hole.State.OPEN)
                .toList();
    }

    /** Goes on behind the next row, which is left out unless it can be written after all. */
    void skip(String error) {
        lane = Objects.requireNonNull(rows)
                .skip(Objects.requireNonNull(lane), error)
                .lane();
        sizing.recover();
        narrowing.steppedOver(sizing.rows());
    }

    /** Whether the row that the lane went past last is one of these. */
    boolean leftOut(List<Hole> holes) {
        return holes.stream()
                .anyMatch(hole -> hole.key().equals(Objects.requireNonNull(lane).cursor()));
    }

    /** A comparison changes nothing, so what it cannot compare stops it. */
    boolean mayLeaveRowsOut() {
        return work.kind() != RowsWork.Kind.COMPARE
                && Objects.requireNonNull(rows).namesRows();
    }

    /** Gives half of what is left away when the walk asks for it. */
    void share() {
        sharing.answer(ledger(), Objects.requireNonNull(rows), Objects.requireNonNull(lane));
    }

    boolean taken() {
        return lane != null;
    }

    private Ledger ledger() {
        return Objects.requireNonNull(session).ledger();
    }

    void giveUp(String why) {
        ledger().fail(work.run(), work.step(), Objects.requireNonNull(lane), why);
    }
}
