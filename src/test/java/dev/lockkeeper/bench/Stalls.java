package dev.lockkeeper.bench;

import dev.lockkeeper.bench.BenchReport.Aim;
import dev.lockkeeper.bench.BenchReport.Line;
import dev.lockkeeper.bench.Readings.Way;
import dev.lockkeeper.testing.Databases.Database;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** How long concurrent writers wait: alone, during the backfill, during one update. */
final class Stalls implements BenchPart {

    private static final int WRITERS = 4;
    private static final int PER_SECOND = 100;
    private static final long IDLE_NANOS = 4_000_000_000L;
    private static final long WARM_UP_NANOS = 1_000_000_000L;
    private static final String WRITE = "update people set email = email || 'x' where id = ?";
    private static final String SHORTER = ", chunk: {time: 30ms}";

    @Override
    public String name() {
        return "stalls";
    }

    @Override
    public double share() {
        return 2.3;
    }

    @Override
    public void measure(BenchGround ground, Slice slice, BenchReport report) {
        int rows = ground.rows();
        String template = BenchTables.narrow(ground.target(), rows);
        Map<String, Way> ways = new LinkedHashMap<>();
        ways.put(
                "idle",
                ground.way(template, database -> during(database, rows, () -> LockSupport.parkNanos(IDLE_NANOS))));
        ways.put(
                "one update",
                ground.way(template, database -> during(database, rows, () -> Others.oneUpdate(database, rows))));
        ways.put("backfill", ours(ground, template, rows, ""));
        ways.put("short chunks", ours(ground, template, rows, SHORTER));
        Readings readings = ground.readings(name(), slice, ways);
        String work = " of 4 writers of 100 rows a second each, default throttle, " + Words.rows(rows) + " rows";
        report.add(line(
                "Longest stall" + work,
                readings,
                "longest",
                "one update",
                readings.median("backfill", "longest"),
                "ms",
                50));
        report.add(line(
                "99th percentile" + work,
                readings,
                "p99",
                "idle",
                readings.median("backfill", "p99") / readings.median("idle", "p99"),
                "",
                1.3));
        report.section("Writers meanwhile", text(readings));
    }

    private static Line line(
            String work, Readings readings, String value, String against, double figure, String unit, double aim) {
        return new Line(
                work,
                against,
                figure,
                unit,
                Aim.AT_MOST,
                aim,
                Words.number(readings.median("backfill", value)) + " ms",
                Words.number(readings.median(against, value)) + " ms",
                Words.range(readings.ratios("backfill", against, value)),
                readings.rounds());
    }

    private static Way ours(BenchGround ground, String template, int rows, String options) {
        return ground.way(template, database -> {
            Product product = ground.product();
            String on = product.register(database);
            String migration = product.ready(on, database, BenchGround.backfill(options));
            Map<String, Double> walked = new LinkedHashMap<>();
            Map<String, Double> values = new LinkedHashMap<>(during(
                    database,
                    rows,
                    () -> walked.putAll(Walked.measure(product, ground.target()::wal, database, migration, on, rows))));
            values.put("rate", walked.get("rate"));
            values.put("chunkRows", walked.get("chunkRows"));
            return values;
        });
    }

    private static Map<String, Double> during(Database database, int rows, Runnable work) {
        try (PacedWriters writers = new PacedWriters(database, WRITERS, PER_SECOND, WRITE, rows)) {
            LockSupport.parkNanos(WARM_UP_NANOS);
            long began = System.nanoTime();
            work.run();
            long ended = System.nanoTime();
            LockSupport.parkNanos(WARM_UP_NANOS / 4);
            return writers.between(began, ended);
        }
    }

    private static String text(Readings readings) {
        StringBuilder text = new StringBuilder(
                "Each write counts from the moment at which it was due. Medians over the rounds, and the worst of all.\n\n"
                        + "| during | 99th percentile | longest stall | longest of all rounds | backfill's rate |\n|---|---|---|---|---|\n");
        for (String way : new String[] {"idle", "backfill", "short chunks", "one update"}) {
            text.append("| ")
                    .append(way.equals("short chunks") ? "backfill with `chunk: {time: 30ms}`" : way)
                    .append(" | ")
                    .append(Words.number(readings.median(way, "p99")))
                    .append(" ms | ")
                    .append(Words.number(readings.median(way, "longest")))
                    .append(" ms | ")
                    .append(Words.number(readings.max(way, "longest")))
                    .append(" ms | ")
                    .append(Double.isNaN(readings.median(way, "rate")) ? "" : Words.rate(readings.median(way, "rate")))
                    .append(" |\n");
        }
        return text.append(
                        "\nA writer that meets a row of the chunk in hand waits until the chunk is written, so the longest stall is about the"
                                + " chunk's time (`chunk.time`, 250 ms by default) and not a matter of the ledger. The largest chunk of the"
                                + " default had ")
                .append(Words.number(readings.median("backfill", "chunkRows")))
                .append(" rows, that of the short ones ")
                .append(Words.number(readings.median("short chunks", "chunkRows")))
                .append(".")
                .toString();
    }
}
