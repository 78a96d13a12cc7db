package dev.lockkeeper.target.mysql;

import java.util.List;

/**
 * A table as the plan has it: one that is there, or one that a step of the plan creates.
 *
 * @param schema the database it is in
 * @param key the columns to walk it by; empty when there is none
 * @param created by this plan
 */
record PlannedTable(String schema, String name, List<String> key, boolean created) {

    PlannedTable {
        key = List.copyOf(key);
    }

    /** How statements name it: always with its database, so that no {@code use} can turn an approved statement to another table. */
    String sql() {
        return Names.quoted(schema) + "." + Names.quoted(name);
    }

    /** How a trigger of it is named. */
    String beside(String object) {
        return Names.quoted(schema) + "." + Names.quoted(object);
    }

    /** For people. */
    @Override
    public String toString() {
        return name;
    }
}
