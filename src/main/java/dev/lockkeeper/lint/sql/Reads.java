package dev.lockkeeper.lint.sql;

import java.util.List;

/**
 * How a statement finds its rows.
 *
 * @param tables it reads besides the one that it writes
 * @param joined whether it joins them, in {@code from}, {@code using} or {@code join}
 * @param where whether there is a condition
 * @param limit whether it stops after some rows, itself or in a subquery that its condition uses
 * @param offset whether it skips rows, anywhere in it
 * @param ordered whether it or the subquery of its limit has an order
 * @param forUpdate whether it locks what it reads, anywhere in it
 * @param skipLocked whether it passes over what others have locked, anywhere in it
 */
public record Reads(
        List<ObjectName> tables,
        boolean joined,
        boolean where,
        boolean limit,
        boolean offset,
        boolean ordered,
        boolean forUpdate,
        boolean skipLocked) {
    public static final Reads NOTHING = new Reads(List.of(), false, false, false, false, false, false, false);

    public Reads {
        tables = List.copyOf(tables);
    }
}
