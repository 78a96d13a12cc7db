package dev.lockkeeper.target;

import dev.lockkeeper.plan.Identifier;
import dev.lockkeeper.plan.Step.Guard;
import dev.lockkeeper.plan.TableName;
import java.util.Map;

/**
 * What is done to the rows of a table.
 *
 * @param set column to expression
 */
public record RowsWork(long run, String step, Kind kind, TableName table, Map<Identifier, String> set, Guard guard) {

    /** Writes, compares, or sets to null. */
    public enum Kind {
        WRITE,
        COMPARE,
        CLEAR
    }
}
