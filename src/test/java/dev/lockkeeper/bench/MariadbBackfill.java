package dev.lockkeeper.bench;

import dev.lockkeeper.bench.Readings.Way;
import dev.lockkeeper.testing.Databases.Database;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** The backfill on MariaDB, 2 lanes, against one update. */
final class MariadbBackfill implements BenchPart {

    private static final String OURS = "Lockkeeper";
    private static final String UPDATE = "one update";
    private static final String STEP = "backfill: {table: people, set: " + MariadbTarget.SET + ", lanes: {max: 2}}";

    @Override
    public String name() {
        return "mariadb-backfill";
    }

    @Override
    public double share() {
        return 3;
    }

    @Override
    public void measure(BenchGround ground, Slice slice, BenchReport report) {
        String work = "MariaDB backfill, 2 lanes, everything on, " + Words.rows(ground.rows()) + " rows";
        if (!MariadbTarget.runsHere()) {
            report.refused(work, "the binaries of MariaDB that the bench has are for Linux on x86-64");
            return;
        }
        try (MariadbTarget target = new MariadbTarget()) {
            int rows = ground.rows();
            target.template(rows);
            // The first run on an engine is slower than all others.
            on(target, database -> ours(ground, target, database, rows));
            Map<String, Way> ways = new LinkedHashMap<>();
            ways.put(UPDATE, () -> on(target, database -> update(target, database, rows)));
            ways.put(OURS, () -> on(target, database -> ours(ground, target, database, rows)));
            Readings readings = ground.readings(name(), slice, ways);
            report.rate(work, UPDATE, readings, OURS, UPDATE, 1.0);
            report.rate(work + "; its steady rate", UPDATE, readings, OURS, UPDATE, "steady", 1.0);
            report.section("The MariaDB of this bench", target.words() + ".\n\n" + words(readings));
        }
    }

    private static String words(Readings readings) {
        return "Redo log written: " + Words.bytes(readings.median(OURS, "wal")) + " by the backfill in "
                + Words.number(readings.median(OURS, "chunks")) + " chunks of up to "
                + Words.number(readings.median(OURS, "chunkRows")) + " rows, "
                + Words.bytes(readings.median(UPDATE, "wal"))
                + " by the one update. Each chunk is flushed at its commit, as the setting demands; the one update is flushed once."
                + " Before each measurement every page was written and every old row version purged.";
    }

    private static Map<String, Double> on(MariadbTarget target, Function<Database, Map<String, Double>> work) {
        Database copy = target.copy();
        try {
            return work.apply(copy);
        } finally {
            target.drop(copy);
        }
    }

    private static Map<String, Double> update(MariadbTarget target, Database database, long rows) {
        double before = target.log();
        long began = System.nanoTime();
        database.run(MariadbTarget.UPDATE);
        double seconds = (System.nanoTime() - began) / 1e9;
        return Map.of("rate", rows / seconds, "seconds", seconds, "wal", target.log() - before);
    }

    private static Map<String, Double> ours(BenchGround ground, MariadbTarget target, Database database, long rows) {
        Product product = ground.product();
        String on = product.register(database);
        Map<String, Double> values =
                Walked.measure(product, target::log, database, product.ready(on, database, STEP), on, rows);
        String wrong = database.ask("select count(*) from people where " + MariadbTarget.DIFFERS);
        if (!wrong.equals("0")) {
            throw new IllegalStateException(wrong + " rows are wrong after " + STEP);
        }
        return values;
    }
}
