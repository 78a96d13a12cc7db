package dev.lockkeeper.bench;

import dev.lockkeeper.bench.BenchTables.Key;
import dev.lockkeeper.bench.Readings.Way;
import java.util.LinkedHashMap;
import java.util.Map;

/** The backfill by keys of other kinds, against a dense bigint. */
final class KeyKinds implements BenchPart {

    @Override
    public String name() {
        return "keys";
    }

    @Override
    public double share() {
        return 2;
    }

    @Override
    public void measure(BenchGround ground, Slice slice, BenchReport report) {
        int rows = ground.rows();
        Map<String, Way> ways = new LinkedHashMap<>();
        for (Key key : Key.values()) {
            ways.put(
                    key.name(),
                    ground.ours(BenchTables.keyed(ground.target(), key, rows), BenchGround.backfill(""), rows));
        }
        Readings readings = ground.readings(name(), slice, ways);
        for (Key key : Key.values()) {
            if (key != Key.DENSE) {
                report.rate(
                        "Backfill by a " + words(key) + " key, " + Words.rows(rows) + " rows",
                        "dense bigint",
                        readings,
                        key.name(),
                        Key.DENSE.name(),
                        0.8);
            }
        }
    }

    private static String words(Key key) {
        return switch (key) {
            case DENSE -> "dense bigint";
            case SPARSE -> "sparse bigint (one in 300,000)";
            case UUID -> "random uuid";
            case COMPOSITE -> "composite (int, bigint)";
        };
    }
}
