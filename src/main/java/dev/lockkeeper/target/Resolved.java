package dev.lockkeeper.target;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A plan resolved for a target. */
public record Resolved(String target, String serverVersion, List<PhaseSql> phases) {
    public Resolved {
        phases = List.copyOf(phases);
    }

    /** The same, bound to the target of that fingerprint. */
    public Resolved on(String fingerprint) {
        return new Resolved(
                target,
                serverVersion,
                phases.stream()
                        .map(phase -> new PhaseSql(phase.phase(), fingerprint, phase.steps()))
                        .toList());
    }

    public PhaseSql phase(String name) {
        return phases.stream()
                .filter(phase -> phase.phase().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Phase to digest, in the order of the plan. */
    public Map<String, String> digests() {
        Map<String, String> digests = new LinkedHashMap<>();
        phases.forEach(phase -> digests.put(phase.phase(), phase.digest()));
        return digests;
    }
}
