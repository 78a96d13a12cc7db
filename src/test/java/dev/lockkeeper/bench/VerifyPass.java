package dev.lockkeeper.bench;

import dev.lockkeeper.bench.Readings.Way;
import java.util.LinkedHashMap;
import java.util.Map;

/** The comparison of every row against a count with the same predicate. */
final class VerifyPass implements BenchPart {

    @Override
    public String name() {
        return "verify";
    }

    @Override
    public double share() {
        return 1;
    }

    @Override
    public void measure(BenchGround ground, Slice slice, BenchReport report) {
        int rows = ground.options().rows().getLast();
        String template = BenchTables.filled(ground.target(), rows);
        Map<String, Way> ways = new LinkedHashMap<>();
        ways.put("verify", ground.ours(template, "verify: {table: people, same: " + BenchTables.SET + "}", rows));
        ways.put("count", ground.way(template, database -> Others.count(database, rows, false)));
        ways.put("parallel count", ground.way(template, database -> Others.count(database, rows, true)));
        Readings readings = ground.readings(name(), slice, ways);
        String work = "Verify pass as shipped, " + Words.rows(rows) + " rows, narrow";
        report.rate(work, "`select count(*)` with the same predicate, one process", readings, "verify", "count", 1.5);
        report.rate(work + "; its steady rate", "the same", readings, "verify", "count", "steady", 1.5);
        report.rate(
                work,
                "the same with the server's parallel workers, which take both processors",
                readings,
                "verify",
                "parallel count",
                1.5);
    }
}
