package dev.lockkeeper.check;

import java.util.List;

/** How long single statements of earlier runs took on a target. The module of runs answers; checks may not ask it directly. */
public interface StatementTimes {

    /** What a statement does with a table's rows. */
    enum Work {
        /** Reads them all: a constraint is validated. */
        SCAN,
        /** Writes them all anew. */
        REWRITE,
        /** Builds an index over them. */
        INDEX,
        /** Walks them in chunks, with the pauses that the throttle made. */
        CHUNKS;

        public String wire() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** The latest first; empty before the first. */
    List<Took> measured(String target, Work work);

    /** @param rows of the table then, as the server estimated them, or as they were walked */
    record Took(long run, String table, long rows, long millis) {
        double rowsPerSecond() {
            return rows * 1000.0 / millis;
        }
    }
}
