package dev.lockkeeper.bench;

import dev.lockkeeper.bench.Readings.Way;
import dev.lockkeeper.testing.Databases.Database;
import java.util.Map;
import java.util.function.Function;

/**
 * What every part stands on.
 *
 * @param found figures that the page on scale is made from, by name
 */
record BenchGround(BenchOptions options, BenchTarget target, Product product, Map<String, Double> found) {

    /** The size at which everything is measured that is measured at one size. */
    int rows() {
        return options.rows().getFirst();
    }

    Readings readings(String part, Slice slice, Map<String, Way> ways) {
        return Readings.of(part, options.rounds(), slice, ways);
    }

    /** On a fresh copy of the template, which is dropped afterwards. */
    Map<String, Double> on(String template, Function<Database, Map<String, Double>> work) {
        Database copy = target.copy(template);
        try {
            return work.apply(copy);
        } finally {
            target.drop(copy);
        }
    }

    Way way(String template, Function<Database, Map<String, Double>> work) {
        return () -> on(template, work);
    }

    /** Lockkeeper's own way, on a fresh copy. @param step of the plan, without the dash */
    Way ours(String template, String step, long rows) {
        return way(template, database -> walked(product, database, step, rows));
    }

    Map<String, Double> walked(Product by, Database database, String step, long rows) {
        String on = by.register(database);
        Map<String, Double> values = Walked.measure(by, target::wal, database, by.ready(on, database, step), on, rows);
        String wrong = database.ask("select count(*) from people where " + BenchTables.DIFFERS);
        if (!wrong.equals("0")) {
            throw new IllegalStateException(wrong + " rows are wrong after " + step);
        }
        return values;
    }

    /** The backfill as it is shipped. */
    static String backfill(String options) {
        return "backfill: {table: people, set: " + BenchTables.SET + ", lanes: {max: 2}" + options + "}";
    }
}
