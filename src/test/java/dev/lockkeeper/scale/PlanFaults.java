package dev.lockkeeper.scale;

import dev.lockkeeper.testing.GeneratedStore;
import dev.lockkeeper.testing.SentStatements.Sent;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Says what is wrong with the plan of a statement: a big table read whole, or much read for little. */
final class PlanFaults {

    /** No page shows a tenth of it; what reads more throws most of it away, or will grow. */
    private static final double MOST_ROWS = 3000;

    /** Counting by an index alone: what happened in a month, or is under way. */
    private static final double MOST_COUNTED = 10_000;

    /** Of 8 kB: what a page reads of the store must not grow with it. */
    private static final long MOST_BLOCKS = 6000;

    private PlanFaults() {}

    static List<String> of(Sent sent) {
        List<String> faults = new ArrayList<>();
        look(sent.plan(), faults);
        long blocks = sent.plan().path("Shared Hit Blocks").asLong()
                + sent.plan().path("Shared Read Blocks").asLong();
        if (blocks > MOST_BLOCKS) {
            faults.add("reads " + blocks + " blocks");
        }
        return faults;
    }

    private static void look(JsonNode node, List<String> faults) {
        String table = node.path("Relation Name").asString("");
        if (node.path("Node Type").asString("").equals("Seq Scan")
                && GeneratedStore.bigTables().contains(table)) {
            faults.add("reads " + table + " without an index");
        }
        double loops = node.path("Actual Loops").asDouble(0);
        double read = loops
                * (node.path("Actual Rows").asDouble(0)
                        + node.path("Rows Removed by Filter").asDouble(0)
                        + node.path("Rows Removed by Index Recheck").asDouble(0));
        boolean counted = node.path("Node Type").asString("").equals("Index Only Scan");
        if (!table.isEmpty() && read > (counted ? MOST_COUNTED : MOST_ROWS)) {
            faults.add("reads " + Math.round(read) + " rows of " + table + ", of which "
                    + Math.round(loops * node.path("Actual Rows").asDouble(0)) + " are wanted");
        }
        node.path("Plans").forEach(child -> look(child, faults));
    }
}
