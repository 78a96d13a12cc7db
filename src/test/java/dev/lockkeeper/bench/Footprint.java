package dev.lockkeeper.bench;

import java.util.List;
import java.util.Map;

/** Memory of the server and size of the ledger by the size of the table, from what the backfills have left in {@code found}. */
final class Footprint {

    private Footprint() {}

    static void add(BenchGround ground, BenchReport report) {
        Map<String, Double> found = ground.found();
        List<Integer> sizes = ground.options().rows();
        StringBuilder text = new StringBuilder(
                "Peak resident memory of the server's Java process during the run (`-Xmx384m`; the heap"
                        + " is not given back between runs), and the ledger in the target after it.\n\n"
                        + "| table | memory | ledger | rows in it | chunks | WAL a row | WAL a row of one `update` |\n|---|---|---|---|---|---|---|\n");
        boolean any = false;
        for (String width : List.of("narrow", "wide")) {
            for (int rows : sizes) {
                String at = width + " " + rows + " ";
                if (found.containsKey(at + "rate")) {
                    any = true;
                    text.append("| ")
                            .append(Words.rows(rows))
                            .append(' ')
                            .append(width)
                            .append(" | ")
                            .append(Words.number(found.get(at + "memory")))
                            .append(" MiB | ")
                            .append(Words.bytes(found.get(at + "ledgerBytes")))
                            .append(" | ")
                            .append(Words.number(found.get(at + "ledgerRows")))
                            .append(" | ")
                            .append(Words.number(found.get(at + "chunks")))
                            .append(" | ")
                            .append(Words.bytes(found.get(at + "wal") / rows))
                            .append(" | ")
                            .append(Words.bytes(found.get(at + "update wal") / rows))
                            .append(" |\n");
                }
            }
        }
        if (any) {
            report.section("Memory and ledger", text.toString());
        }
    }
}
