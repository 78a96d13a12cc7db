package dev.lockkeeper.testing;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How much a {@link GeneratedStore} holds. A migration has the same number of runs as any other; runs, events and records come in
 * whole numbers each.
 *
 * @param events in all, as many for each run
 * @param records of the audit chain
 */
public record StoreVolume(int migrations, int targets, int runs, int events, int records) {

    /** What every page must stay quick with. The chain is shorter: only its newest records and those of one thing are ever read. */
    public static final StoreVolume FULL = new StoreVolume(10_000, 500, 100_000, 5_000_000, 100_000);

    /** Fewer would leave a target of each engine without runs. */
    private static final int FEWEST_TARGETS = 50;

    /** The same mixture, smaller: {@code 0.01} has 100 migrations, 1000 runs and 50,000 events. */
    public static StoreVolume part(double factor) {
        return new StoreVolume(
                (int) (FULL.migrations * factor),
                Math.max(FEWEST_TARGETS, (int) (FULL.targets * factor)),
                (int) (FULL.migrations * factor) * (FULL.runs / FULL.migrations),
                (int) (FULL.migrations * factor) * (FULL.events / FULL.migrations),
                (int) (FULL.records * factor));
    }

    /** By the names that the statements use. */
    Map<String, Integer> numbers() {
        Map<String, Integer> numbers = new LinkedHashMap<>();
        numbers.put("migrations", migrations);
        numbers.put("targets", targets);
        numbers.put("runs", runs);
        numbers.put("runs_each", runs / migrations);
        numbers.put("events_each", events / runs);
        numbers.put("records", records);
        return numbers;
    }
}
