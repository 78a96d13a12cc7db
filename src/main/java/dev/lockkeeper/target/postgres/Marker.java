package dev.lockkeeper.target.postgres;

import dev.lockkeeper.plan.Identifier;
import dev.lockkeeper.target.Statement;
import dev.lockkeeper.target.Statement.Mode;

/**
 * The column of {@code guard: marker}: true for rows that are still to be done. It begins as a constant default, so that no row is written
 * for it; the trigger sets it to false at every write of an application, and a chunk with what it writes.
 */
record Marker(PlannedTable table, Identifier name) {

    static final String NOTE =
            "the mark tells rows that were written since: where a write changes new columns, they win and 'reverse' computes the old ones;"
                    + " where it does not, the new columns are computed";

    String column() {
        return Quoting.name(name);
    }

    /** @param table as a statement has it */
    String add(String table) {
        return "alter table " + table + " add column " + column() + " boolean not null default true";
    }

    Statement made() {
        return there(add(table.sql()));
    }

    /** After the sync was stopped: the rows that are there are done, those to come are told from rows that move by the default. */
    Statement madeAgain() {
        return there("alter table " + table.sql() + " add column " + column()
                + " boolean not null default false,\n  alter column " + column() + " set default true");
    }

    private Statement there(String sql) {
        return new Statement(
                sql, Mode.TRANSACTION, CatalogQueries.columnThere(table, wanted()), TableLocks.ACCESS_EXCLUSIVE);
    }

    Statement dropped() {
        return new Statement(
                "alter table " + table.sql() + " drop column " + column(),
                Mode.TRANSACTION,
                CatalogQueries.columnGone(table, name.text()),
                TableLocks.ACCESS_EXCLUSIVE);
    }

    String conflict() {
        return CatalogQueries.columnOtherwise(table, wanted());
    }

    private PlannedColumn wanted() {
        return new PlannedColumn(name.text(), "boolean", true, "true", "boolean", false);
    }
}
