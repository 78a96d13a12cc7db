package dev.lockkeeper.target;

import dev.lockkeeper.plan.Identifier;
import dev.lockkeeper.plan.Step.Guard;
import dev.lockkeeper.plan.TableName;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is done to the rows of a table.
 *
 * @param set column to expression
 * @param guard of a comparison: {@code MARKER} counts the rows that are still marked, any other those that differ
 * @param marker the column that is true for rows still to be done; null where no backfill of the plan has {@code guard: marker}
 */
public record RowsWork(
        long run,
        String step,
        Kind kind,
        TableName table,
        Map<Identifier, String> set,
        Guard guard,
        @Nullable Identifier marker) {

    /** Without a marker. */
    public RowsWork(long run, String step, Kind kind, TableName table, Map<Identifier, String> set, Guard guard) {
        this(run, step, kind, table, set, guard, null);
    }

    /** Writes, compares, or sets to null. */
    public enum Kind {
        WRITE,
        COMPARE,
        CLEAR
    }
}
