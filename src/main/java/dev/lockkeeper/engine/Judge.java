package dev.lockkeeper.engine;

import dev.lockkeeper.engine.Verdict.Kind;
import dev.lockkeeper.engine.Verdict.Manner;
import dev.lockkeeper.run.ThrottleSignal;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Makes a verdict of signals. A walk holds when a signal passes its limit, and goes on when it is back below two thirds of it: one limit
 * for both would let it flutter. What has a limit and cannot be read holds as well. Neither clock nor connection: it is told what was read.
 */
final class Judge {

    /** How far below its limit a signal must be before the walk goes on. */
    static final double RELIEF = 1.5;

    private final Set<String> holding = new HashSet<>();

    Verdict of(List<ThrottleSignal> read, Manner manner) {
        List<ThrottleSignal> signals = read.stream().map(this::judged).toList();
        holding.clear();
        List<ThrottleSignal> over =
                signals.stream().filter(ThrottleSignal::over).toList();
        over.forEach(signal -> holding.add(signal.name()));
        if (!over.isEmpty()) {
            String reason =
                    over.stream().map(ThrottleSignal::inWords).distinct().collect(Collectors.joining("; "));
            return new Verdict(Kind.STOP, reason, manner, signals);
        }
        return manner.why() == null
                ? new Verdict(Kind.GO, null, manner, signals)
                : new Verdict(Kind.SLOW, manner.inWords(), manner, signals);
    }

    private ThrottleSignal judged(ThrottleSignal signal) {
        return new ThrottleSignal(signal.name(), signal.value(), signal.limit(), signal.unit(), over(signal));
    }

    private boolean over(ThrottleSignal signal) {
        Double limit = signal.limit();
        if (limit == null) {
            return false;
        }
        Double value = signal.value();
        if (value == null) {
            return true;
        }
        // Below zero the relief is further down, not up.
        double relieved = limit >= 0 ? limit / RELIEF : limit * RELIEF;
        return value > (holding.contains(signal.name()) ? relieved : limit);
    }
}
