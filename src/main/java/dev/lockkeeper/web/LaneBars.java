package dev.lockkeeper.web;

import dev.lockkeeper.run.BackfillProgress.LaneProgress;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Lanes drawn over the key space. To scale where keys are numbers, in equal parts where they are not. */
final class LaneBars {
    private LaneBars() {}

    /**
     * All measures are fractions of the whole key space.
     *
     * @param filled null when the place of the cursor cannot be known
     */
    record Bar(LaneProgress lane, double from, double width, @Nullable Double filled) {
        public String tone() {
            return lane.done() ? "done" : filled == null ? "unknown" : "busy";
        }

        /** {@code 2 ✓}: what is done says so without its colour. */
        public String label() {
            return lane.lane() + 1 + (lane.done() ? " ✓" : "");
        }

        public double filledOrNone() {
            return filled == null ? 0 : filled;
        }
    }

    static List<Bar> of(List<LaneProgress> lanes) {
        List<Bar> bars = new ArrayList<>();
        Optional<List<BigDecimal[]>> scaled = scaled(lanes);
        double equal = 1.0 / Math.max(1, lanes.size());
        for (int i = 0; i < lanes.size(); i++) {
            LaneProgress lane = lanes.get(i);
            if (scaled.isEmpty()) {
                bars.add(new Bar(lane, i * equal, equal, lane.done() ? (Double) equal : null));
                continue;
            }
            BigDecimal start = scaled.get().getFirst()[0];
            BigDecimal whole = scaled.get().getLast()[1].subtract(start);
            BigDecimal[] range = scaled.get().get(i);
            double from = fraction(range[0].subtract(start), whole);
            double width = fraction(range[1].subtract(range[0]), whole);
            bars.add(new Bar(lane, from, width, filled(lane, range[0], whole, width)));
        }
        return bars;
    }

    private static double filled(LaneProgress lane, BigDecimal lo, BigDecimal whole, double width) {
        if (lane.done()) {
            return width;
        }
        return number(lane.cursor())
                .map(at -> Math.clamp(fraction(at.subtract(lo), whole), 0, width))
                .orElse(0.0);
    }

    /** The bounds of each lane as numbers; empty unless all of them are, in ascending order. */
    private static Optional<List<BigDecimal[]>> scaled(List<LaneProgress> lanes) {
        List<BigDecimal[]> ranges = new ArrayList<>();
        for (LaneProgress lane : lanes) {
            Optional<BigDecimal> hi = number(lane.hi());
            Optional<BigDecimal> lo = lane.lo() == null ? hi.map(LaneBars::start) : number(lane.lo());
            boolean cursor = lane.cursor() == null || number(lane.cursor()).isPresent();
            if (hi.isEmpty() || lo.isEmpty() || !cursor || hi.get().compareTo(lo.get()) < 0) {
                return Optional.empty();
            }
            ranges.add(new BigDecimal[] {lo.get(), hi.get()});
        }
        boolean wide = !ranges.isEmpty() && ranges.getLast()[1].compareTo(ranges.getFirst()[0]) > 0;
        return wide ? Optional.of(ranges) : Optional.empty();
    }

    /** The first lane is open below; keys mostly begin at zero. */
    private static BigDecimal start(BigDecimal hi) {
        return hi.min(BigDecimal.ZERO);
    }

    private static double fraction(BigDecimal part, BigDecimal whole) {
        return part.divide(whole, MathContext.DECIMAL64).doubleValue();
    }

    private static Optional<BigDecimal> number(@Nullable String key) {
        return Stream.ofNullable(key)
                .filter(text -> text.matches("-?\\d{1,38}(\\.\\d+)?"))
                .map(BigDecimal::new)
                .findFirst();
    }
}
