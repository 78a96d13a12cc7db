package dev.lockkeeper.cli;

import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** What somebody says at a gate. */
final class Confirmations {

    @Option(
            names = "--confirm",
            paramLabel = "SENTENCE",
            description = "A sentence of the gate's checklist, word for word. May be repeated.")
    private List<String> confirmed = List.of();

    @Option(
            names = "--override",
            paramLabel = "CHECK=REASON",
            description = "Takes a failed check upon you; admins only. May be repeated.")
    private Map<String, String> overrides = Map.of();

    void into(Map<String, Object> body) {
        if (!confirmed.isEmpty()) {
            body.put("checklist", confirmed);
        }
        if (!overrides.isEmpty()) {
            body.put(
                    "override",
                    overrides.entrySet().stream()
                            .map(entry -> Map.of("check", entry.getKey(), "reason", entry.getValue()))
                            .toList());
        }
    }
}
