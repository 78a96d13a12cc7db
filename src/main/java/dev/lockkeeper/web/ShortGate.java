package dev.lockkeeper.web;

import dev.lockkeeper.plan.Gate;
import java.util.ArrayList;
import java.util.List;

/** A gate in a few words, for the strip; {@code check.GateWords} has the sentence. */
final class ShortGate {
    private ShortGate() {}

    /** {@code soak 48 h · own approval · launched by a person · 2 to confirm}, or that it follows by itself. */
    static String of(Gate gate) {
        List<String> words = new ArrayList<>();
        if (!gate.soak().isZero()) {
            words.add("soak " + Show.VALUES.duration(gate.soak()));
        }
        if (gate.approval() == Gate.Approval.REQUIRED) {
            words.add("own approval");
        }
        if (gate.launch() == Gate.Launch.MANUAL) {
            words.add("launched by a person");
        }
        if (!gate.checklist().isEmpty()) {
            words.add(gate.checklist().size() + " to confirm");
        }
        return words.isEmpty() ? "follows by itself" : "gate: " + String.join(" · ", words);
    }
}
