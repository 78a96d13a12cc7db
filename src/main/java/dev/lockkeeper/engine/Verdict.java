package dev.lockkeeper.engine;

import dev.lockkeeper.run.ThrottleSignal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whether a walk may go on, how, and if it is held back, why.
 *
 * @param reason with value and limit; null on go
 * @param manner how its lanes are to work, also while they are held: they go on like that
 * @param signals everything that was read
 */
record Verdict(Kind kind, @Nullable String reason, Manner manner, List<ThrottleSignal> signals) {

    enum Kind {
        GO,
        SLOW,
        STOP;

        String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * How lanes work.
     *
     * @param lanes how many at once, @param most how many the file allows
     * @param rest after a chunk, as a multiple of what the chunk took
     * @param chunk what a chunk should take at most, null for as long as the file says
     * @param why who is made room for, in words; null when nobody is
     */
    record Manner(int lanes, int most, double rest, @Nullable Duration chunk, @Nullable String why) {

        static Manner free(int lanes) {
            return new Manner(lanes, lanes, 0, null, null);
        }

        /** {@code 4 sessions of others at work: 1 lane, 25 ms chunks, resting 2 times as long}. */
        String inWords() {
            String resting = rest == 0 ? "" : String.format(Locale.ROOT, ", resting %.1f times as long", rest);
            return why + ": " + lanes + (lanes == 1 ? " lane" : " lanes")
                    + (chunk == null ? "" : ", " + chunk.toMillis() + " ms chunks") + resting;
        }
    }

    Verdict {
        signals = List.copyOf(signals);
    }

    /** Before anything was read. */
    static Verdict unread(int lanes) {
        return new Verdict(Kind.STOP, "the target has not been sampled yet", Manner.free(lanes), List.of());
    }

    /** For who cannot see. */
    static Verdict stale(Verdict last, Duration age, @Nullable String trouble) {
        String reason = "the target has not been sampled for " + age.toSeconds() + " s";
        return new Verdict(
                Kind.STOP, trouble == null ? reason : reason + ": " + trouble, last.manner(), last.signals());
    }

    /** Lanes that the file allows at once. */
    int most() {
        return manner.most();
    }

    boolean holds() {
        return kind == Kind.STOP;
    }

    /** Whether it says something else to a reader than the other: values may differ. */
    boolean differs(Verdict other) {
        return kind != other.kind
                || !over(signals).equals(over(other.signals))
                || manner.lanes() != other.manner.lanes() && kind == Kind.SLOW;
    }

    private static List<String> over(List<ThrottleSignal> signals) {
        return signals.stream()
                .filter(ThrottleSignal::over)
                .map(ThrottleSignal::name)
                .toList();
    }
}
