package dev.lockkeeper.bench;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What {@code bin/bench} was told.
 *
 * @param rows of the large tables; what is measured at one size is measured at the first
 * @param rounds how often each way is measured
 * @param only the parts to run; empty for all
 * @param minutes for the whole bench; a part that would not fit makes fewer rounds, and the report says so
 * @param tables for many runs at once
 */
record BenchOptions(Path jar, List<Integer> rows, int rounds, Set<String> only, int minutes, int tables, Path out) {

    static final String USAGE =
            """
            bin/bench [--only PART,…] [--rows N,…] [--rounds N] [--minutes N] [--tables N] [--out DIRECTORY] [--list]

              --only     parts to run, for example postgres-backfill,stalls; all without it
              --rows     rows of the large tables (1000000,5000000)
              --rounds   how often each way is measured, turn by turn (5)
              --minutes  for everything; what does not fit is measured fewer times, and the report says so (25)
              --tables   tables of the part many-runs, 10,000 rows each (100)
              --out      where benchmarks.md and scale.md are written (docs)
              --list     names the parts
            """;

    static BenchOptions of(String[] args) {
        Map<String, String> given = new LinkedHashMap<>();
        for (int i = 1; i < args.length; i += 2) {
            String name = args[i].startsWith("--") ? args[i].substring(2) : args[i];
            if (i + 1 == args.length
                    || !Set.of("only", "rows", "rounds", "minutes", "tables", "out")
                            .contains(name)) {
                throw new IllegalArgumentException("What is '" + args[i] + "'?\n\n" + USAGE);
            }
            given.put(name, args[i + 1]);
        }
        List<Integer> rows = Arrays.stream(
                        given.getOrDefault("rows", "1000000,5000000").split(","))
                .map(text -> Integer.parseInt(text.strip().replace("_", "")))
                .sorted()
                .toList();
        String only = given.getOrDefault("only", "");
        return new BenchOptions(
                Path.of(args[0]),
                rows,
                Integer.parseInt(given.getOrDefault("rounds", "5")),
                only.isBlank() ? Set.of() : Set.of(only.split(",")),
                Integer.parseInt(given.getOrDefault("minutes", "25")),
                Integer.parseInt(given.getOrDefault("tables", "100")),
                Path.of(given.getOrDefault("out", "docs")));
    }

    boolean wants(String part) {
        return only.isEmpty() || only.contains(part);
    }
}
