package dev.lockkeeper.bench;

import dev.lockkeeper.bench.Readings.Way;
import java.util.LinkedHashMap;
import java.util.Map;

/** The backfill against one update, the keyset loop and the script, by size and width of the table. */
final class PostgresBackfill implements BenchPart {

    private static final String OURS = "Lockkeeper";
    private static final String UPDATE = "one update";
    private static final String KEYSET = "keyset touch";
    private static final String SCRIPT = "script";

    /** The script takes minutes for a million rows; its rate is that of its first rows, and does not grow with more of them. */
    private static final int SCRIPT_ROWS = 20_000;

    private final boolean wide;
    private final boolean large;

    /** @param large all sizes but the first, against one update only */
    PostgresBackfill(boolean wide, boolean large) {
        this.wide = wide;
        this.large = large;
    }

    @Override
    public String name() {
        return "postgres-backfill" + (wide ? "-wide" : "") + (large ? "-large" : "");
    }

    @Override
    public double share() {
        return wide ? large ? 6 : 3 : large ? 4 : 2.5;
    }

    @Override
    public void measure(BenchGround ground, Slice slice, BenchReport report) {
        ground.options().rows().stream()
                .filter(rows -> large == rows > ground.rows())
                .forEach(rows -> measure(ground, slice, report, rows));
    }

    private void measure(BenchGround ground, Slice slice, BenchReport report, int rows) {
        String template = wide ? BenchTables.wide(ground.target(), rows) : BenchTables.narrow(ground.target(), rows);
        Map<String, Way> ways = new LinkedHashMap<>();
        ways.put(UPDATE, ground.way(template, database -> withWal(ground, () -> Others.oneUpdate(database, rows))));
        ways.put(OURS, ground.ours(template, BenchGround.backfill(""), rows));
        if (!large) {
            ways.put(KEYSET, ground.way(template, database -> Others.keysetTouch(database, rows)));
        }
        if (!large && !wide) {
            ways.put(SCRIPT, ground.way(template, database -> Others.script(database, Math.min(rows, SCRIPT_ROWS))));
        }
        Readings readings = ground.readings(name(), slice, ways);
        String work = "PostgreSQL backfill, 2 lanes, everything on, " + Words.rows(rows) + " rows"
                + (wide ? " of 1 kB" : ", narrow");
        report.rate(work, UPDATE, readings, OURS, UPDATE, 1.8);
        report.rate(work + "; its steady rate", UPDATE, readings, OURS, UPDATE, "steady", 1.8);
        if (!large) {
            report.rate(
                    work,
                    "keyset CTE with `for no key update`, 1000 a batch, touch and trigger",
                    readings,
                    OURS,
                    KEYSET,
                    2.5);
        }
        if (!large && !wide) {
            report.rate(
                    work,
                    "row-by-row script, 1000 a transaction (its first " + Words.rows(Math.min(rows, SCRIPT_ROWS))
                            + " rows, by its rate)",
                    readings,
                    OURS,
                    SCRIPT,
                    50);
        }
        remember(ground, readings, rows);
        ground.target().forget(large ? template : "");
    }

    private static Map<String, Double> withWal(BenchGround ground, Way way) {
        double before = ground.target().wal();
        Map<String, Double> values = new LinkedHashMap<>(way.measure());
        values.put("wal", ground.target().wal() - before);
        return values;
    }

    /** For {@link Footprint} and {@link ScalePage}. */
    private void remember(BenchGround ground, Readings readings, int rows) {
        String at = (wide ? "wide " : "narrow ") + rows;
        for (String value : new String[] {
            "rate", "steady", "wal", "memory", "ledgerBytes", "ledgerRows", "chunks", "chunkRows", "seconds"
        }) {
            ground.found().put(at + " " + value, readings.median(OURS, value));
        }
        ground.found().put(at + " update wal", readings.median(UPDATE, "wal"));
        ground.found().put(at + " update rate", readings.median(UPDATE, "rate"));
    }
}
