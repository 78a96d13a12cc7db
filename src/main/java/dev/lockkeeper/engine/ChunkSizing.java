package dev.lockkeeper.engine;

import dev.lockkeeper.plan.Step.ChunkSize;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the rows of the next chunk so that a chunk takes about {@link ChunkSize#time()}. One a lane; not for several threads.
 *
 * <p>Starts at 1000 rows; follows the 90th percentile of the last ten chunks' time per row; grows at most 1.5 times a chunk; a chunk
 * five times over its time cuts the size to a tenth at once. Rule and constants: {@code docs/engine.md}, "Sizing".
 */
final class ChunkSizing {

    static final int FIRST = 1000;
    private static final int WINDOW = 10;
    private static final double GROWTH = 1.5;
    private static final int PANIC = 5;

    private final ChunkSize limits;
    private final Deque<Double> millisPerRow = new ArrayDeque<>();
    private final Deque<Long> millis = new ArrayDeque<>();
    private Duration aim;
    private int rows;
    /** What was usual before the first of the halvings that are not made up for yet; 0 when there is none. */
    private int usual;

    ChunkSizing(ChunkSize limits) {
        this.limits = limits;
        this.aim = limits.time();
        this.rows = clamp(FIRST);
    }

    int rows() {
        return rows;
    }

    /**
     * Sets what a chunk should take, where that is less than the file says. Takes effect at once: before anything was measured by
     * starting smaller, later by what a row has taken so far.
     *
     * @param shorter null for as long as the file says
     */
    void aim(@Nullable Duration shorter) {
        Duration wanted = shorter == null || shorter.compareTo(limits.time()) > 0 ? limits.time() : shorter;
        if (wanted.compareTo(aim) < 0) {
            double share = (double) wanted.toMillis() / Math.max(1, aim.toMillis());
            rows = clamp((int) Math.min(rows * Math.max(share, 0.1), fitting(wanted)));
        }
        aim = wanted;
    }

    /** 90th percentile of the last chunks' time; 0 before the first. */
    long p90() {
        return millis.isEmpty()
                ? 0
                : (long) percentile90(
                        millis.stream().mapToDouble(Long::doubleValue).toArray());
    }

    /** @param compared rows that the chunk looked at; @param walBytes write-ahead log written meanwhile */
    void took(long compared, long tookMillis, long walBytes) {
        if (usual == 0 || rows >= usual) {
            usual = 0;
            remember(Math.max(1, compared), tookMillis);
        }
        if (tookMillis > PANIC * aim.toMillis()) {
            millisPerRow.clear();
            rows = clamp(rows / 10);
            return;
        }
        rows = clamp((int) Math.min(Math.min(fitting(aim), rows * GROWTH), underBytes(compared, walBytes)));
    }

    /** Rows that a chunk of that time has, by what was measured; without a bound before that. */
    private double fitting(Duration time) {
        return millisPerRow.isEmpty()
                ? Integer.MAX_VALUE
                : time.toMillis()
                        / percentile90(millisPerRow.stream()
                                .mapToDouble(Double::doubleValue)
                                .toArray());
    }

    /**
     * After a lock or statement time-out: half of it. The times of the small chunks that follow are not remembered: a few rows cost more
     * each than many. False when it was at its smallest already.
     */
    boolean halve() {
        int before = rows;
        usual = Math.max(usual, rows);
        rows = Math.max(1, rows / 2);
        return rows < before;
    }

    /** What stood in the way is behind us: as large as before it. */
    void recover() {
        if (usual > 0) {
            rows = clamp(usual);
            usual = 0;
        }
    }

    private double underBytes(long compared, long walBytes) {
        return walBytes <= 0 || compared <= 0 ? Integer.MAX_VALUE : (double) limits.bytes() * compared / walBytes;
    }

    private void remember(long compared, long tookMillis) {
        millisPerRow.addLast((double) Math.max(1, tookMillis) / compared);
        millis.addLast(tookMillis);
        if (millisPerRow.size() > WINDOW) {
            millisPerRow.removeFirst();
        }
        if (millis.size() > WINDOW) {
            millis.removeFirst();
        }
    }

    private static double percentile90(double[] values) {
        java.util.Arrays.sort(values);
        return values[(int) Math.ceil(values.length * 0.9) - 1];
    }

    private int clamp(int wanted) {
        return Math.max(limits.min(), Math.min(limits.max(), wanted));
    }
}
