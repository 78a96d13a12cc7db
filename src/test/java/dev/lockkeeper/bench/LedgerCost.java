package dev.lockkeeper.bench;

import dev.lockkeeper.bench.Readings.Way;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the ledger costs. */
final class LedgerCost implements BenchPart {

    @Override
    public String name() {
        return "ledger";
    }

    @Override
    public double share() {
        return 1;
    }

    @Override
    public void measure(BenchGround ground, Slice slice, BenchReport report) {
        int rows = ground.rows();
        String template = BenchTables.narrow(ground.target(), rows);
        Map<String, Way> ways = new LinkedHashMap<>();
        ways.put("on", ground.way(template, database -> SeamWalks.withLedger(database, rows)));
        ways.put("off", ground.way(template, database -> SeamWalks.withoutLedger(database, rows)));
        Readings readings = ground.readings(name(), slice, ways);
        report.rate(
                "Ledger on, " + Words.rows(rows) + " rows in chunks of 20,000, two threads, through the dialect alone",
                "the same chunk statements without lane rows, in a loop that only the bench has",
                readings,
                "on",
                "off",
                0.97);
    }
}
