package dev.lockkeeper.api;

import dev.lockkeeper.check.GateWords;
import dev.lockkeeper.plan.Gate;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * @param launch {@code auto} or {@code manual}
 * @param soak ISO 8601, null for none
 * @param approval {@code none} or {@code required}
 * @param words all of it in a sentence
 */
record GateJson(String launch, @Nullable Duration soak, String approval, List<String> checklist, String words) {

    static GateJson of(Gate gate, boolean first) {
        return new GateJson(
                gate.launch().name().toLowerCase(Locale.ROOT),
                gate.soak().isZero() ? null : gate.soak(),
                gate.approval().name().toLowerCase(Locale.ROOT),
                gate.checklist(),
                GateWords.of(gate, first));
    }
}
