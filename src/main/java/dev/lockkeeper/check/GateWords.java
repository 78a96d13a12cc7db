package dev.lockkeeper.check;

import dev.lockkeeper.plan.Gate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Gates in a sentence. */
public final class GateWords {
    private GateWords() {}

    /** @param first whether it is the first phase of its plan, which a launch begins */
    public static String of(Gate gate, boolean first) {
        List<String> words = new ArrayList<>();
        words.add(opener(gate, first));
        if (gate.approval() == Gate.Approval.REQUIRED) {
            words.add("needs an approval of its own");
        }
        if (!gate.soak().isZero()) {
            words.add("not before " + inWords(gate.soak()) + " after the phase before it");
        }
        if (!gate.checklist().isEmpty()) {
            words.add("to be confirmed: " + String.join("; ", gate.checklist()));
        }
        return String.join(", ", words);
    }

    private static String opener(Gate gate, boolean first) {
        if (first) {
            return "begins with the launch";
        }
        return gate.needsPerson() ? "opened by a person" : "follows the phase before it by itself";
    }

    /** {@code 2 d}, {@code 1 h 30 min}: as exact as the duration. */
    public static String inWords(Duration duration) {
        List<String> parts = new ArrayList<>();
        part(parts, duration.toDays(), "d");
        part(parts, duration.toHoursPart(), "h");
        part(parts, duration.toMinutesPart(), "min");
        part(parts, duration.toSecondsPart(), "s");
        part(parts, duration.toMillisPart(), "ms");
        return parts.isEmpty() ? "0 s" : String.join(" ", parts);
    }

    private static void part(List<String> parts, long number, String unit) {
        if (number > 0) {
            parts.add(number + " " + unit);
        }
    }
}
