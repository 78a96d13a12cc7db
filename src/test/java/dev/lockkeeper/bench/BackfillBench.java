package dev.lockkeeper.bench;

import dev.lockkeeper.testing.Databases.Database;
import dev.lockkeeper.testing.ServerProcess;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * The backfill against one {@code update}, side by side in one run: the same rows, the same two computed columns, turn by turn on fresh
 * copies of the table. Prints medians and the ratio, and writes {@code docs/benchmarks.md}. Started by {@code bin/bench}.
 */
public final class BackfillBench {

    private static final String TABLE =
            "create table %s (id bigint generated always as identity primary key, name text not null, "
                    + "email text not null, first_name varchar(100), last_name varchar(100))";
    private static final String ROWS =
            "insert into %s (name, email) select 'First' || i || ' Last' || i, 'user' || i || '@example.com' "
                    + "from generate_series(1, %d) i";
    private static final String UPDATE =
            "update %s set first_name = split_part(name, ' ', 1), last_name = split_part(name, ' ', 2)";
    private static final String PLAN =
            """
            migration: bench-%1$s
            title: Benchmark %1$s
            engine: postgresql
            strategy: direct
            phases:
              - phase: backfill
                steps:
                  - backfill:
                      table: %1$s
                      set: {first_name: "split_part(name, ' ', 1)", last_name: "split_part(name, ' ', 2)"}
                      guard: mismatch
                      lanes: {max: 2}
            """;

    private final int rows = Integer.getInteger("rows", 1_000_000);
    private final int rounds = Integer.getInteger("rounds", 5);
    private final List<Double> single = new ArrayList<>();
    private final List<Double> ours = new ArrayList<>();

    public static void main(String[] args) throws IOException {
        new BackfillBench().run(Path.of(args[0]));
        System.exit(0);
    }

    private void run(Path jar) throws IOException {
        Database target = target();
        Path data = Files.createTempDirectory("lockkeeper-bench");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        try (ServerProcess server =
                ServerProcess.start(List.of(java, "-Xmx384m", "-jar", jar.toString()), data, Map.of())) {
            String author = server.person("ann", "author");
            String approver = server.person("bob", "approver");
            String operator = server.person("cyd", "operator");
            server.call(
                    ServerProcess.ADMIN_TOKEN,
                    "POST",
                    "/targets",
                    "{\"name\":\"bench\",\"engine\":\"postgresql\",\"url\":\"" + target.url()
                            + "\",\"username\":\"postgres\",\"password\":\"postgres\",\"environment\":\"bench\"}");
            for (int round = 0; round < rounds; round++) {
                single.add(single(target, "single_" + round));
                ours.add(ours(server, target, "lanes_" + round, new String[] {author, approver, operator}));
                System.out.printf(
                        Locale.ROOT,
                        "round %d: one update %,.0f rows/s, Lockkeeper %,.0f rows/s%n",
                        round + 1,
                        single.getLast(),
                        ours.getLast());
            }
            report(server, target);
        }
    }

    /** A server of its own that writes to disk as a real one does; the tests' server does not. */
    private static Database target() throws IOException {
        EmbeddedPostgres server = EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("max_wal_size", "4GB")
                .setServerConfig("shared_buffers", "512MB")
                .start();
        return new Database("jdbc:postgresql://localhost:" + server.getPort() + "/postgres", "postgres", "postgres");
    }

    private double single(Database target, String table) {
        fill(target, table);
        long began = System.nanoTime();
        target.run(UPDATE.formatted(table));
        double seconds = (System.nanoTime() - began) / 1e9;
        target.run("drop table " + table);
        return rows / seconds;
    }

    /** From the start of the step to its end as the run itself records them: planning, lanes, ledger and the last look included. */
    private double ours(ServerProcess server, Database target, String table, String[] people) {
        fill(target, table);
        String id = "bench-" + table.replace('_', '-');
        JsonNode submitted = server.call(
                people[0],
                "POST",
                "/migrations",
                PLAN.formatted(table).replace("migration: bench-" + table, "migration: " + id));
        server.call(
                people[1],
                "POST",
                "/migrations/" + id + "/revisions/1/approvals",
                "{\"digest\":\"" + submitted.path("digest").asString()
                        + "\",\"target\":\"bench\",\"comment\":\"bench\"}");
        long run = server.call(people[2], "POST", "/runs", "{\"migration\":\"" + id + "\",\"target\":\"bench\"}")
                .path("run")
                .asLong();
        JsonNode done = awaitEnd(server, people[2], run);
        JsonNode step = done.path("phases").path(0).path("steps").path(0);
        Duration took = Duration.between(
                Instant.parse(step.path("startedAt").asString()),
                Instant.parse(step.path("endedAt").asString()));
        String wrong = target.ask(
                "select count(*) from " + table
                        + " where first_name is distinct from split_part(name, ' ', 1) or last_name is distinct from split_part(name, ' ', 2)");
        if (!wrong.equals("0")) {
            throw new IllegalStateException(wrong + " rows of " + table + " are wrong");
        }
        target.run("drop table " + table);
        return rows * 1000.0 / Math.max(1, took.toMillis());
    }

    private static JsonNode awaitEnd(ServerProcess server, String token, long run) {
        while (true) {
            JsonNode now = server.call(token, "GET", "/runs/" + run, "");
            String state = now.path("state").asString();
            if (state.equals("succeeded")) {
                return now;
            }
            if (List.of("failed", "stuck", "cancelled", "waiting").contains(state)) {
                throw new IllegalStateException("run " + run + " is " + state + ": " + now);
            }
            java.util.concurrent.locks.LockSupport.parkNanos(100_000_000);
        }
    }

    private void fill(Database target, String table) {
        target.run(TABLE.formatted(table), ROWS.formatted(table, rows), "vacuum analyze " + table, "checkpoint");
    }

    private void report(ServerProcess server, Database target) throws IOException {
        double ratio = median(ours) / median(single);
        String text = String.format(
                Locale.ROOT,
                """
                # Benchmarks

                Made by `bin/bench`; numbers are medians of %d rounds, turn by turn in one run on fresh copies of the table. Compare ratios, not
                rates: the machine decides the rates.

                | work | one `update` | Lockkeeper, 2 lanes | ratio |
                |---|---|---|---|
                | %,d rows, two computed columns, guard `mismatch`, ledger on | %,.0f rows/s | %,.0f rows/s | **%.2f** |

                Start to ready with the embedded store, first start with its `initdb`: %.1f s. Peak resident memory of the server's Java process
                over the whole run: %d MiB.

                Machine: %d processors, %s; Java %s; %s, fsync %s, 512 MB of buffers, 4 GB before a checkpoint. Rates of each round: one update %s; Lockkeeper %s.
                """,
                rounds,
                rows,
                median(single),
                median(ours),
                ratio,
                server.timeToReady().toMillis() / 1000.0,
                server.peakMemoryMiB(),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                System.getProperty("java.version"),
                target.ask("select split_part(version(), ' on ', 1)"),
                target.ask("show fsync"),
                rates(single),
                rates(ours));
        Files.writeString(Path.of("docs/benchmarks.md"), text);
        System.out.println(text);
    }

    private static String rates(List<Double> rates) {
        return String.join(
                ", ",
                rates.stream()
                        .map(rate -> String.format(Locale.ROOT, "%,.0f", rate))
                        .toList());
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }
}
