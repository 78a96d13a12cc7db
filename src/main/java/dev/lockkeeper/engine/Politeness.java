package dev.lockkeeper.engine;

import dev.lockkeeper.engine.Verdict.Manner;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Makes room for others without being told to. Alone on the target a walk uses all its lanes and never rests. As soon as others are at
 * work its chunks get short, because a writer that wants one of their rows waits for the rest of the chunk; lanes and rests are then
 * steered by what a commit takes compared with what it took before the walk. That others are there is no reason to be slow: that they
 * are slower is. Who cannot see them begins with one lane that rests as long as it works.
 *
 * <p>One sample a second. The steps are those of spirit's autoscaler: at a utilisation of 1 half, at 0.7 one less, below 0.4 one more,
 * with a time to settle after each.
 */
final class Politeness {

    /** Others are at work when so many of their sessions were, on average over the window; a monitor that asks once a second is not. */
    private static final double AT_WORK = 0.5;

    private static final int WINDOW = 5;

    /** What a chunk takes while others are at work; half of the longest stall that a writer should see. */
    static final Duration CHUNK = Duration.ofMillis(25);

    /** A commit that takes so much longer than before the walk is a utilisation of 1. */
    private static final double SLOWER = 2;

    /** Differences below this are noise of the machine. */
    private static final double NOISE_MILLIS = 5;

    private static final double FIRST_REST = 1;
    private static final double LEAST_REST = 0.5;
    private static final double LONGEST_REST = 10;

    /** Samples without a step up after a step of any kind. */
    private static final int SETTLING = 5;

    private final int lanesAtMost;
    private final double usualMillis;
    private final Deque<Double> others = new ArrayDeque<>();
    private final Deque<Double> latencies = new ArrayDeque<>();
    private boolean polite;
    private int lanes = 1;
    private double rest;
    private int settling = SETTLING;

    /** @param usualMillis what a commit took before the walk began */
    Politeness(int lanesAtMost, double usualMillis) {
        this.lanesAtMost = lanesAtMost;
        this.usualMillis = usualMillis;
    }

    /**
     * @param atWork sessions of others that are at work, null when that cannot be known: then somebody may be
     * @param commitMillis what a commit of ours takes now
     */
    Manner sampled(@Nullable Double atWork, double commitMillis) {
        keep(others, atWork == null ? 1 : atWork);
        keep(latencies, commitMillis);
        double average =
                others.stream().mapToDouble(Double::doubleValue).average().orElse(0);
        if (average < AT_WORK) {
            polite = false;
            return Manner.free(lanesAtMost);
        }
        if (polite) {
            steer(median(latencies) / limit());
        } else {
            begin(atWork != null);
        }
        return new Manner(lanes, lanesAtMost, rest, CHUNK, words(average));
    }

    /** What a commit should not take longer than while others are at work. */
    double limit() {
        return Math.max(usualMillis * SLOWER, usualMillis + NOISE_MILLIS);
    }

    private void begin(boolean seeing) {
        polite = true;
        lanes = seeing ? lanesAtMost : 1;
        rest = seeing ? 0 : FIRST_REST;
        settling = SETTLING;
        latencies.clear();
    }

    private void steer(double utilisation) {
        if (utilisation >= 1) {
            lanes = Math.max(1, lanes / 2);
            rest = Math.min(LONGEST_REST, Math.max(FIRST_REST, rest * 2));
            settling = SETTLING;
        } else if (utilisation >= 0.7) {
            rest = lanes > 1 ? rest : Math.min(LONGEST_REST, Math.max(LEAST_REST, rest * 1.25));
            lanes = Math.max(1, lanes - 1);
            settling = SETTLING;
        } else if (utilisation < 0.4 && --settling <= 0) {
            more();
            settling = SETTLING;
        }
    }

    /** Less rest first: it can be taken back a little at a time. */
    private void more() {
        if (rest > LEAST_REST) {
            rest = Math.max(LEAST_REST, rest / 1.5);
        } else if (rest > 0) {
            rest = 0;
        } else if (lanes < lanesAtMost) {
            lanes++;
            rest = FIRST_REST;
        }
    }

    private static String words(double average) {
        long sessions = Math.max(1, Math.round(average));
        return sessions + (sessions == 1 ? " session" : " sessions") + " of others at work";
    }

    private static void keep(Deque<Double> values, double value) {
        values.addLast(value);
        if (values.size() > WINDOW) {
            values.removeFirst();
        }
    }

    private static double median(Deque<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return sorted.length == 0 ? 0 : sorted[sorted.length / 2];
    }
}
