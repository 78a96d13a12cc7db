package dev.lockkeeper.bench;

import dev.lockkeeper.bench.BenchReport.Aim;
import dev.lockkeeper.bench.BenchReport.Line;
import dev.lockkeeper.testing.Databases.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A board of a target with 2,000 tables, as a person waits for it. */
final class BoardSpeed implements BenchPart {

    private static final int TABLES = 2_000;
    /** A plan of several tables asks of each. */
    private static final int TOUCHED = 5;

    private static final double AIM_SECONDS = 3;

    @Override
    public String name() {
        return "board";
    }

    @Override
    public double share() {
        return 0.5;
    }

    @Override
    public void measure(BenchGround ground, Slice slice, BenchReport report) {
        String template = "board_" + TABLES;
        ground.target().template(template, statements());
        Database database = ground.target().copy(template);
        try {
            Product product = ground.product();
            String target = product.register(database);
            String steps = String.join(
                    "\n      - ",
                    IntStream.range(0, TOUCHED)
                            .mapToObj(i -> "addColumn: {table: t" + i
                                    + ", column: added, type: text}\n      - dropColumn: {table: t" + i
                                    + ", column: name}")
                            .toList());
            String migration = product.submitted("postgresql", steps);
            List<Double> seconds = new ArrayList<>();
            for (int i = 0; i < Math.max(5, ground.options().rounds()); i++) {
                seconds.add(product.secondsForBoard(migration, target));
            }
            double first = seconds.getFirst();
            double worst =
                    seconds.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
            double median = seconds.stream().sorted().toList().get(seconds.size() / 2);
            report.add(new Line(
                    "Slowest of " + seconds.size() + " boards of a plan of " + TOUCHED
                            + " tables, on a target of 2,000",
                    "a limit",
                    worst,
                    "s",
                    Aim.AT_MOST,
                    AIM_SECONDS,
                    Words.number(median) + " s the median, " + Words.number(first) + " s the first",
                    AIM_SECONDS + " s",
                    "",
                    seconds.size()));
        } finally {
            ground.target().drop(database);
        }
    }

    private static String[] statements() {
        return IntStream.range(0, TABLES)
                .boxed()
                .flatMap(i -> List.of(
                        "create table t" + i
                                + " (id bigint primary key, name text not null, other bigint, at timestamptz default now(),"
                                + " amount numeric(10, 2), state text, note text)",
                        "create index on t" + i + " (name)",
                        "create view v" + i + " as select id, note from t" + i)
                        .stream())
                .toArray(String[]::new);
    }
}
