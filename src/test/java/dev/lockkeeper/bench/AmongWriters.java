package dev.lockkeeper.bench;

import dev.lockkeeper.bench.Readings.Way;
import dev.lockkeeper.testing.Databases.Database;
import java.util.LinkedHashMap;
import java.util.Map;

/** The backfill with its sync trigger installed and four writers, against the same alone. */
final class AmongWriters implements BenchPart {

    private static final int WRITERS = 4;
    private static final int PER_SECOND = 100;
    private static final String SYNC = "keepInSync: {table: people, set: " + BenchTables.SET + "}";
    private static final String WRITE = "update people set name = name || 'x' where id = ?";

    @Override
    public String name() {
        return "writers";
    }

    @Override
    public double share() {
        return 1.2;
    }

    @Override
    public void measure(BenchGround ground, Slice slice, BenchReport report) {
        int rows = ground.rows();
        String template = BenchTables.narrow(ground.target(), rows);
        Map<String, Way> ways = new LinkedHashMap<>();
        ways.put("alone", ground.ours(template, BenchGround.backfill(""), rows));
        ways.put("among writers", ground.way(template, database -> amongWriters(ground, database, rows)));
        Readings readings = ground.readings(name(), slice, ways);
        report.rate(
                "Backfill with the sync trigger installed and 4 writers of 100 rows a second each, " + Words.rows(rows)
                        + " rows",
                "without trigger and writers",
                readings,
                "among writers",
                "alone",
                0.9);
    }

    private static Map<String, Double> amongWriters(BenchGround ground, Database database, int rows) {
        Product product = ground.product();
        String on = product.register(database);
        product.awaitEnd(product.launch(product.ready(on, database, SYNC), on));
        String fill = product.ready(on, database, BenchGround.backfill(""));
        // Another run's ledger is there now, with its facts; what is watched for is this one's.
        try (PacedWriters writers = new PacedWriters(database, WRITERS, PER_SECOND, WRITE, rows)) {
            long began = System.nanoTime();
            Map<String, Double> values =
                    new LinkedHashMap<>(Walked.measure(product, ground.target()::wal, database, fill, on, rows));
            values.put("writes", writers.between(began, System.nanoTime()).get("writes"));
            String wrong = database.ask("select count(*) from people where " + BenchTables.DIFFERS);
            if (!wrong.equals("0")) {
                throw new IllegalStateException(wrong + " rows are wrong after a backfill among writers");
            }
            return values;
        }
    }
}
