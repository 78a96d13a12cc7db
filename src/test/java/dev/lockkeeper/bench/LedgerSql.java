package dev.lockkeeper.bench;

import dev.lockkeeper.testing.Databases.Database;

/**
 * How the ledger of a target is looked into from outside.
 *
 * @param there whether it is there
 * @param look rows compared, chunks, whether every lane is done, whether the end is on disk, rows of the largest chunk
 * @param bytes its size
 * @param rows how many it has
 */
record LedgerSql(String there, String look, String bytes, String rows) {

    private static final LedgerSql POSTGRESQL = new LedgerSql(
            "select to_regclass('lockkeeper.fact') is not null",
            """
            select coalesce(sum(compared), 0), coalesce(sum(chunks), 0), coalesce(bool_and(done), false),
                   (select count(*) from lockkeeper.fact where name like 'on disk: %'), coalesce(max(chunk_rows), 0)
            from lockkeeper.lane
            """,
            """
            select sum(pg_total_relation_size(c.oid)) from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where n.nspname = 'lockkeeper' and c.relkind = 'r'
            """,
            "select (select count(*) from lockkeeper.lane) + (select count(*) from lockkeeper.fact)"
                    + " + (select count(*) from lockkeeper.journal) + (select count(*) from lockkeeper.run)");

    private static final LedgerSql MYSQL = new LedgerSql(
            "select count(*) = 6 from information_schema.tables where table_schema = database() and table_name like 'lockkeeper\\_%'",
            """
            select coalesce(sum(compared), 0), coalesce(sum(chunks), 0), coalesce(min(done), 0),
                   (select count(*) from lockkeeper_fact where name like 'on disk: %'), coalesce(max(chunk_rows), 0)
            from lockkeeper_lane
            """,
            "select sum(data_length + index_length) from information_schema.tables where table_schema = database() and"
                    + " table_name like 'lockkeeper\\_%'",
            "select (select count(*) from lockkeeper_lane) + (select count(*) from lockkeeper_fact)"
                    + " + (select count(*) from lockkeeper_journal) + (select count(*) from lockkeeper_run)");

    static LedgerSql of(Database database) {
        return database.engine().equals("mysql") ? MYSQL : POSTGRESQL;
    }
}
