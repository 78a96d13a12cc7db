package dev.lockkeeper.bench;

import dev.lockkeeper.testing.Browser;
import dev.lockkeeper.testing.Databases.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * A thousand browsers that look at one live backfill on one server: how long after the engine has read where it stands does the last of
 * them know, and what it takes the server.
 */
final class Viewers implements BenchPart {

    private static final int VIEWERS = 1000;
    private static final int PEOPLE = 10;
    private static final int WATCHED_SECONDS = 20;
    private static final double AIM_SECONDS = 1;
    private static final double AIM_MIB = 800;

    /** Browsers do not all come within the same millisecond. */
    private static final int COMING_AT_ONCE = 20;

    @Override
    public String name() {
        return "viewers";
    }

    @Override
    public double share() {
        return 1.5;
    }

    @Override
    public void measure(BenchGround ground, Slice slice, BenchReport report) {
        String template = BenchTables.narrow(ground.target(), ground.rows());
        Database database = ground.target().copy(template);
        Product product = ground.product();
        String on = product.register(database);
        // Short chunks and long rests: it must not be done before everybody has seen enough of it.
        String migration = product.ready(on, database, BenchGround.backfill(", chunk: {max: 500}"));
        try {
            List<Browser> people = new ArrayList<>();
            for (int i = 0; i < PEOPLE; i++) {
                people.add(product.signedIn("viewer-" + i, i % 2 == 0 ? "viewer" : "operator"));
            }
            long run = product.launch(migration, on);
            product.dial(run, 2);
            product.forgetPeak();
            double before = product.memoryMiB();
            Crowd crowd = new Crowd(product.address() + "/runs/" + run + "/live", VIEWERS, COMING_AT_ONCE);
            double coming = crowd.come(people);
            long from = System.currentTimeMillis();
            LockSupport.parkNanos(WATCHED_SECONDS * 1_000_000_000L);
            long to = System.currentTimeMillis();
            double memory = product.peakMemoryMiB();
            LockSupport.parkNanos(2_000_000_000L);
            crowd.go();
            product.cancel(run);
            add(crowd.behind(from, to), coming, before, memory, crowd, report);
        } finally {
            ground.target().drop(database);
        }
    }

    private static void add(
            Map<Long, Crowd.Arrivals> samples,
            double coming,
            double before,
            double memory,
            Crowd crowd,
            BenchReport report) {
        double[] last = samples.values().stream()
                .mapToDouble(Crowd.Arrivals::lastSeconds)
                .sorted()
                .toArray();
        double[] median = samples.values().stream()
                .mapToDouble(Crowd.Arrivals::medianSeconds)
                .sorted()
                .toArray();
        long missing = samples.values().stream()
                .filter(sample -> sample.count() < VIEWERS)
                .count();
        if (last.length == 0) {
            throw new IllegalStateException("nobody saw the run move");
        }
        String work = VIEWERS + " viewers of one run: ";
        report.add(line(
                work + "the last one is behind by",
                last[last.length - 1],
                "s",
                AIM_SECONDS,
                "median of the samples " + Words.number(last[last.length / 2]) + " s",
                samples.size()));
        report.add(line(
                work + "peak resident memory of the server",
                memory,
                "MiB",
                AIM_MIB,
                Words.number(before) + " MiB before they came",
                samples.size()));
        report.section(
                "Many viewers of one run",
                VIEWERS + " open streams of " + PEOPLE + " people, on one server with its embedded store, watched for "
                        + WATCHED_SECONDS
                        + " s; the server, the store, the target and the viewers share the machine. They came within "
                        + Words.time(coming) + ", " + COMING_AT_ONCE
                        + " at once. The time is from the engine's reading of where the"
                        + " backfill stands, which is before it is written to the store, to its arrival at a viewer.\n\n"
                        + "| | median | slowest |\n|---|---|---|\n| the viewer in the middle | "
                        + Words.number(median[median.length / 2]) + " s | " + Words.number(median[median.length - 1])
                        + " s |\n| the last viewer | " + Words.number(last[last.length / 2]) + " s | "
                        + Words.number(last[last.length - 1]) + " s |\n\n" + samples.size() + " samples, of which "
                        + missing
                        + " did not reach everybody before a newer one took their place; " + Words.bytes(crowd.bytes())
                        + " of text were sent, " + crowd.ended() + " streams ended early.");
    }

    private static BenchReport.Line line(String work, double figure, String unit, double aim, String ours, int rounds) {
        return new BenchReport.Line(work, "", figure, unit, BenchReport.Aim.AT_MOST, aim, ours, "", "", rounds);
    }
}
