package dev.lockkeeper.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code docs/scale.md}: what a thousand million rows would take, from the rates of this run, with the arithmetic. */
final class ScalePage {

    private static final double ROWS = 1e9;

    private ScalePage() {}

    /** Empty when no backfill was measured. */
    static String text(BenchGround ground, String machine) {
        List<String> widths = List.of("narrow", "wide");
        StringBuilder text = new StringBuilder(
                """
                # A thousand million rows

                Made by `bin/bench` from what it measured on the largest table of each width: see [benchmarks.md](benchmarks.md). It is an
                extrapolation, with its arithmetic; nobody has run it.

                """);
        text.append(machine).append("\n\n");
        boolean any = false;
        for (String width : widths) {
            int size = ground.options().rows().reversed().stream()
                    .filter(rows -> ground.found().containsKey(width + " " + rows + " rate"))
                    .findFirst()
                    .orElse(0);
            if (size > 0) {
                any = true;
                append(text, ground.found(), width, size);
            }
        }
        text.append(
                """
                ## What the figures leave out

                - A table larger than memory is read from the disk: its rate is the disk's, not this one's. Ranges go through the key in order, so
                  a table that was filled in that order is read once from front to back; one with random keys reads pages many times.
                - Every other index on the table is written too, unless a new row version fits on its page. Build indexes on new columns afterwards.
                - One more version of each row is written. Without vacuum meanwhile the table grows to twice its size; autovacuum gives space
                  back while the backfill runs, because its transactions are short.
                - A replica that cannot keep up slows the backfill down by its throttle: then the replica's rate is the rate.
                """);
        return any ? text.toString() : "";
    }

    private static void append(StringBuilder text, Map<String, Double> found, String width, int size) {
        String at = width + " " + size + " ";
        double steady = found.get(at + "steady");
        double wal = found.get(at + "wal") / size;
        double chunk = found.get(at + "chunkRows");
        text.append("## ")
                .append(width.equals("wide") ? "Rows of 1 kB" : "Narrow rows")
                .append("\n\n")
                .append("| | measured at ")
                .append(Words.rows(size))
                .append(" rows | × 1000 M rows |\n|---|---|---|\n")
                .append(row(
                        "time",
                        Words.rate(steady) + ", steady",
                        "1,000,000,000 / " + Words.number(steady) + " = " + Words.time(ROWS / steady)))
                .append(row(
                        "write-ahead log",
                        Words.bytes(wal) + " a row",
                        "1,000,000,000 × " + Words.bytes(wal) + " = " + Words.bytes(ROWS * wal)))
                .append(row(
                        "log a second",
                        "",
                        Words.bytes(wal) + " × " + Words.number(steady) + " = " + Words.bytes(wal * steady)
                                + "/s for replicas and the archive"))
                .append(row(
                        "transactions",
                        Words.number(chunk) + " rows in a chunk at most",
                        String.format(
                                Locale.ROOT,
                                "1,000,000,000 / %s = %s chunks",
                                Words.number(chunk),
                                Words.number(ROWS / chunk))))
                .append(row(
                        "ledger",
                        Words.number(found.get(at + "ledgerRows")) + " rows, "
                                + Words.bytes(found.get(at + "ledgerBytes")),
                        "the same: a row a lane, whose cursor moves"))
                .append(row(
                        "memory of the server",
                        Words.number(found.get(at + "memory")) + " MiB at its peak",
                        "the same: no row passes through it"))
                .append(row(
                        "progress in the store", "one event every 5 s", Words.number(ROWS / steady / 5) + " events"))
                .append('\n');
    }

    private static String row(String what, String measured, String scaled) {
        return "| " + what + " | " + measured + " | " + scaled + " |\n";
    }
}
