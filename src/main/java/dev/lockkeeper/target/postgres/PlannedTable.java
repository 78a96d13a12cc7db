package dev.lockkeeper.target.postgres;

import dev.lockkeeper.plan.Identifier;
import java.util.List;

/**
 * A table as the plan has it: one that is there, or one that a step of the plan creates.
 *
 * @param key the columns to walk it by; empty when there is none
 * @param created by this plan
 * @param partitioned its rows are in partitions
 */
record PlannedTable(String schema, Identifier name, List<String> key, boolean created, boolean partitioned) {

    PlannedTable {
        key = List.copyOf(key);
    }

    /** How statements name it: always with its schema, so that no search path can turn an approved statement to another table. */
    String sql() {
        return Quoting.name(schema) + "." + Quoting.name(name);
    }

    /** How a query on the catalog reaches it, null when it is not there. */
    String regclass() {
        return Quoting.regclass(sql());
    }

    /** Its empty copy, which carries the plan's changes while the plan is resolved. */
    String scratch() {
        return "pg_temp." + Quoting.name(name);
    }

    /** {@code literal} of its scratch copy as a {@code regclass}. */
    String scratchClass() {
        return Quoting.literal(scratch()) + "::regclass";
    }

    /** How an index or a constraint's index of it is named. */
    String beside(String object) {
        return Quoting.name(schema) + "." + Quoting.name(object);
    }

    /** For people. */
    @Override
    public String toString() {
        return schema.equals("public") ? name.text() : schema + "." + name.text();
    }
}
