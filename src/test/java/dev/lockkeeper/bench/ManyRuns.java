package dev.lockkeeper.bench;

import dev.lockkeeper.bench.Readings.Way;
import dev.lockkeeper.testing.Databases.Database;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/** Many small tables: twenty runs at once against one after the other. */
final class ManyRuns implements BenchPart {

    private static final int ROWS = 10_000;
    private static final int AT_ONCE = 20;
    /** One after the other takes as long for each table, so a fifth of them tells it. */
    private static final int FIFTH = 5;

    @Override
    public String name() {
        return "many-runs";
    }

    @Override
    public double share() {
        return 3.5;
    }

    @Override
    public void measure(BenchGround ground, Slice slice, BenchReport report) {
        int tables = ground.options().tables();
        String template = "many_" + tables;
        ground.target().template(template, statements(tables));
        List<String> migrations = IntStream.range(0, tables)
                .mapToObj(i -> ground.product()
                        .submitted(
                                "postgresql",
                                "backfill: {table: t" + i + ", set: {first_name: \"" + BenchTables.FIRST + "\"}}"))
                .toList();
        Map<String, Way> ways = new LinkedHashMap<>();
        ways.put("at once", ground.way(template, database -> runs(ground, database, migrations, AT_ONCE)));
        ways.put(
                "one after the other",
                ground.way(
                        template,
                        database -> runs(ground, database, migrations.subList(0, Math.max(1, tables / FIFTH)), 1)));
        Readings readings = ground.readings(name(), slice, ways);
        report.rate(
                tables + " tables of 10,000 rows, 20 runs at once",
                "one after the other (" + Math.max(1, tables / FIFTH) + " of the tables, by their rate)",
                readings,
                "at once",
                "one after the other",
                1.5);
    }

    /** Each worker launches a run and waits for its end before it takes the next. */
    private static Map<String, Double> runs(
            BenchGround ground, Database database, List<String> migrations, int workers) {
        Product product = ground.product();
        String on = product.register(database);
        migrations.forEach(migration -> product.approve(migration, on));
        ConcurrentLinkedQueue<String> left = new ConcurrentLinkedQueue<>(migrations);
        long began = System.nanoTime();
        try (ExecutorService executor = Executors.newFixedThreadPool(workers)) {
            List<CompletableFuture<Void>> all = new ArrayList<>();
            for (int i = 0; i < workers; i++) {
                all.add(CompletableFuture.runAsync(
                        () -> {
                            for (String next = left.poll(); next != null; next = left.poll()) {
                                product.awaitEnd(product.launch(next, on));
                            }
                        },
                        executor));
            }
            all.forEach(CompletableFuture::join);
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        int rows = migrations.size() * ROWS;
        return Map.of("rate", rows / seconds, "seconds", seconds);
    }

    private static String[] statements(int tables) {
        return IntStream.range(0, tables)
                .boxed()
                .flatMap(i -> List.of(
                        "create table t" + i + " (id bigint primary key, name text not null, first_name varchar(100))",
                        "insert into t" + i + " select i, 'First' || i || ' Last' || i from generate_series(1, " + ROWS
                                + ") i")
                        .stream())
                .toArray(String[]::new);
    }
}
