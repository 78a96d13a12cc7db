package dev.lockkeeper.bench;

import dev.lockkeeper.bench.Readings.Way;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where the time of a short run goes that does not depend on its rows, and what settings of the server or the file would gain. */
final class FixedCost implements BenchPart {

    private static final List<String> PARTS = List.of(
            "launch", "scheduler", "opening", "planning", "first chunk", "chunks", "noticing", "step end", "run end");

    private static final Map<String, String> MEANING = Map.of(
            "launch", "the launch is sent → accepted, the board read again",
            "scheduler", "accepted → the phase has begun",
            "opening", "→ the step has begun: session, ledger installed on a new target, its run opened",
            "planning", "→ the lanes are planned",
            "first chunk", "→ the first chunk is committed: a task for each lane, its session, 1000 rows",
            "chunks", "→ the last chunk is committed, the growth of the chunks from 1000 rows included",
            "noticing", "→ the target shows the end: the walk sees that its lanes are done, and flushes the log",
            "step end", "→ the store has the step's end (not in the rates)",
            "run end", "→ the store has the run's end (not in the rates)");

    @Override
    public String name() {
        return "fixed-cost";
    }

    @Override
    public double share() {
        return 2;
    }

    @Override
    public void measure(BenchGround ground, Slice slice, BenchReport report) {
        int rows = ground.rows();
        String template = BenchTables.narrow(ground.target(), rows);
        Map<String, String> quick = Map.of("DB_SCHEDULER_POLLING_INTERVAL", "50ms");
        Map<String, String> often = Map.of("LOCKKEEPER_ENGINE_TICK", "100ms");
        try (Product polling = new Product(ground.options().jar(), quick);
                Product ticking = new Product(ground.options().jar(), often)) {
            Map<String, Way> ways = new LinkedHashMap<>();
            ways.put("as shipped", ground.ours(template, BenchGround.backfill(""), rows));
            ways.put("scheduler asks every 50 ms instead of 500", by(ground, polling, template, "", rows));
            ways.put("walk looks every 100 ms instead of 1 s", by(ground, ticking, template, "", rows));
            ways.put(
                    "chunks begin at 20,000 rows",
                    by(ground, ground.product(), template, ", chunk: {min: 20000}", rows));
            Readings readings = ground.readings(name(), slice, ways);
            report.section("Where the time of a short run goes", text(readings, rows));
        }
    }

    private static Way by(BenchGround ground, Product product, String template, String options, int rows) {
        return ground.way(template, database -> ground.walked(product, database, BenchGround.backfill(options), rows));
    }

    private static String text(Readings readings, int rows) {
        String shipped = "as shipped";
        StringBuilder text = new StringBuilder("One backfill of " + Words.rows(rows)
                + " narrow rows, 2 lanes, on a target that Lockkeeper has not seen before; medians of "
                + readings.rounds()
                + " rounds.\n\n| part | ms | what it is |\n|---|---|---|\n");
        for (String part : PARTS) {
            text.append("| ")
                    .append(part)
                    .append(" | ")
                    .append(Words.number(readings.median(shipped, part)))
                    .append(" | ")
                    .append(MEANING.get(part))
                    .append(" |\n");
        }
        double seconds = readings.median(shipped, "seconds");
        double steady = readings.median(shipped, "steady");
        text.append("\nAll ")
                .append(Words.rows(rows))
                .append(" rows at the steady rate of ")
                .append(Words.rate(steady))
                .append(" would take ")
                .append(Words.time(rows / steady))
                .append("; the run took ")
                .append(Words.time(seconds))
                .append(": ")
                .append(Words.time(Math.max(0, seconds - rows / steady)))
                .append(" do not depend on the rows.\n\n| with | run takes | gain | rate |\n|---|---|---|---|\n");
        readings.ways().forEach(way -> text.append("| ")
                .append(way)
                .append(" | ")
                .append(Words.time(readings.median(way, "seconds")))
                .append(" | ")
                .append(Words.number((seconds - readings.median(way, "seconds")) * 1000))
                .append(" ms | ")
                .append(Words.rate(readings.median(way, "rate")))
                .append(" |\n"));
        return text.toString();
    }
}
