package dev.lockkeeper.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Everything that the benchmarks page says, measured side by side in one run and written by the program. Started by {@code bin/bench}.
 * Read next: {@link PostgresBackfill}, {@link Walked}.
 */
public final class Bench {

    /** The largest last: it takes what time is left. */
    private static final List<BenchPart> PARTS = List.of(
            new PostgresBackfill(false, false),
            new AmongWriters(),
            new Stalls(),
            new KeyKinds(),
            new LedgerCost(),
            new VerifyPass(),
            new ManyRuns(),
            new AuditChain(),
            new FixedCost(),
            new LockTrees(),
            new LintScript(),
            new BoardSpeed(),
            new PageSpeed(),
            new Viewers(),
            new MariadbBackfill(),
            new PostgresBackfill(true, false),
            new PostgresBackfill(false, true),
            new PostgresBackfill(true, true));

    private static final String HEAD =
            """
            # Benchmarks

            Made by `bin/bench`%s on %s, all of it in one run, turn by turn on fresh copies of the same files after a checkpoint. Compare
            ratios, not rates: the machine decides the rates.

            Lockkeeper is measured as shipped: the jar as a server of its own with its embedded store, driven by its API. Its time is from the
            sending of the launch to the moment at which the target itself shows the end, the engine's last, synchronous commit; scheduling,
            planning, ledger and flush are in it. The "steady rate" is that between a tenth and nine tenths of the rows, as the lanes in the
            ledger show it. One `update` is timed from the statement to the end of its commit.

            """;

    private final BenchOptions options;
    private final long beganNanos = System.nanoTime();

    private Bench(BenchOptions options) {
        this.options = options;
    }

    public static void main(String[] args) throws IOException {
        if (Arrays.asList(args).contains("--list")) {
            PARTS.forEach(part -> System.out.println(part.name()));
            return;
        }
        try {
            BenchOptions options = BenchOptions.of(args);
            List<String> names = PARTS.stream().map(BenchPart::name).toList();
            options.only().stream()
                    .filter(part -> !names.contains(part))
                    .findFirst()
                    .ifPresent(part -> {
                        throw new IllegalArgumentException(
                                "There is no part '" + part + "'; there are " + String.join(", ", names));
                    });
            new Bench(options).run();
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        }
        System.exit(0);
    }

    private void run() throws IOException {
        BenchReport report = new BenchReport();
        try (BenchTarget target = new BenchTarget();
                Product product = new Product(options.jar(), Map.of())) {
            BenchGround ground = new BenchGround(options, target, product, new LinkedHashMap<>());
            List<BenchPart> wanted =
                    PARTS.stream().filter(part -> options.wants(part.name())).toList();
            warmUp(ground);
            for (int i = 0; i < wanted.size(); i++) {
                BenchPart part = wanted.get(i);
                Slice slice = new Slice(slice(wanted.subList(i, wanted.size())));
                System.out.println("== " + part.name());
                measure(part, ground, slice, report);
            }
            Footprint.add(ground, report);
            write(ground, report);
        }
    }

    /** What a part cannot do is said in the report; the others go on. */
    private static void measure(BenchPart part, BenchGround ground, Slice slice, BenchReport report) {
        try {
            part.measure(ground, slice, report);
        } catch (RuntimeException e) {
            e.printStackTrace();
            report.refused("The part " + part.name(), "it failed: " + e.getMessage());
        }
    }

    /** The share of the first in what is left of the time. */
    private Duration slice(List<BenchPart> left) {
        long millis = Duration.ofMinutes(options.minutes()).toMillis() - (System.nanoTime() - beganNanos) / 1_000_000;
        double all = left.stream().mapToDouble(BenchPart::share).sum();
        return Duration.ofMillis((long) (Math.max(0, millis) * left.getFirst().share() / all));
    }

    /** The first run of a new process is slower than all others; nobody waits for it in a working day. */
    private static void warmUp(BenchGround ground) {
        String template = BenchTables.narrow(ground.target(), 50_000);
        for (int i = 0; i < 3; i++) {
            ground.ours(template, BenchGround.backfill(""), 50_000).measure();
        }
    }

    private void write(BenchGround ground, BenchReport report) throws IOException {
        String machine = machine(ground);
        String head = HEAD.formatted(
                        options.only().isEmpty() ? "" : " (only " + String.join(", ", options.only()) + ")",
                        LocalDate.now(java.time.ZoneOffset.UTC))
                + machine + "\n\n";
        Files.createDirectories(options.out());
        Path benchmarks = options.out().resolve("benchmarks.md");
        Files.writeString(benchmarks, report.text(head, options.rounds()));
        System.out.println(Files.readString(benchmarks));
        String scale = ScalePage.text(ground, machine);
        if (!scale.isEmpty()) {
            Files.writeString(options.out().resolve("scale.md"), scale);
            System.out.println(scale);
        }
    }

    private String machine(BenchGround ground) {
        BenchTarget target = ground.target();
        return String.format(
                Locale.ROOT,
                "Machine: %d processors%s, %s %s, %s of memory; Java %s; %s, fsync %s, shared_buffers %s, max_wal_size %s, on the same machine"
                        + " as server, store and writers. Start to ready with the embedded store, its first `initdb` included: %.1f s. The bench"
                        + " took %s.",
                Runtime.getRuntime().availableProcessors(),
                processor(),
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                Words.bytes(memory()),
                System.getProperty("java.version"),
                target.version(),
                target.setting("fsync"),
                target.setting("shared_buffers"),
                target.setting("max_wal_size"),
                ground.product().secondsToReady(),
                Words.time((System.nanoTime() - beganNanos) / 1e9));
    }

    private static String processor() {
        try {
            return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                    .filter(line -> line.startsWith("model name"))
                    .findFirst()
                    .map(line -> " (" + line.substring(line.indexOf(':') + 1).strip() + ")")
                    .orElse("");
        } catch (IOException e) {
            return "";
        }
    }

    private static double memory() {
        return java.lang.management.ManagementFactory.getOperatingSystemMXBean()
                        instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getTotalMemorySize()
                : Double.NaN;
    }
}
