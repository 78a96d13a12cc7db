package dev.lockkeeper.target.mysql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Who holds and who awaits the metadata lock of which table: what DDL needs, and what every transaction holds on the tables that it has
 * read. Known where {@code performance_schema} counts them (MySQL, unless somebody turned it off), and on MariaDB where the plugin {@code
 * metadata_lock_info} is installed, which knows holders only.
 */
final class MetadataLocks {

    private static final String SCHEMA_IS_ON = "select @@performance_schema";

    /** MariaDB has the table, and leaves it empty, until somebody turns this on. */
    private static final String COUNTS_THEM =
            "select enabled from performance_schema.setup_instruments where name = 'wait/lock/metadata/sql/mdl'";

    private static final String BY_SCHEMA =
            """
            select t.processlist_id as session, m.lock_type as mode, m.object_schema as schema_name, m.object_name as table_name,
                   m.lock_status = 'GRANTED' as granted
              from performance_schema.metadata_locks m join performance_schema.threads t on t.thread_id = m.owner_thread_id
             where m.object_type = 'TABLE' and t.processlist_id is not null
            """;

    private static final String BY_PLUGIN =
            """
            select thread_id as session, substr(lock_mode, 5) as mode, table_schema as schema_name, table_name, true as granted
              from information_schema.metadata_lock_info where lock_type = 'Table metadata lock'
            """;

    private static final Set<String> ALONE = Set.of("EXCLUSIVE", "SHARED_NO_READ_WRITE");
    private static final Set<String> NO_WRITERS = Set.of("SHARED_NO_WRITE", "SHARED_READ_ONLY");
    private static final Set<String> WRITERS = Set.of("SHARED_WRITE", "SHARED_WRITE_LOW_PRIO");
    private static final Set<String> UPGRADABLE = Set.of("SHARED_UPGRADABLE", "SHARED_NO_WRITE");

    private MetadataLocks() {}

    /** @param mode {@code SHARED_READ}, {@code EXCLUSIVE}, … */
    record Held(long session, String mode, String schema, String table, boolean granted) {

        boolean of(String otherSchema, String otherTable) {
            return schema.equals(otherSchema) && table.equals(otherTable);
        }

        /** Whether this one, which waits, waits for the other: for a conflicting lock, or behind somebody stronger who waits too. */
        boolean waitsFor(Held other) {
            boolean ahead = other.granted() || !ALONE.contains(mode) && ALONE.contains(other.mode());
            return !granted
                    && session != other.session()
                    && of(other.schema(), other.table())
                    && ahead
                    && conflicts(other);
        }

        private boolean conflicts(Held other) {
            return ALONE.contains(mode)
                    || ALONE.contains(other.mode())
                    || NO_WRITERS.contains(mode) && WRITERS.contains(other.mode())
                    || WRITERS.contains(mode) && NO_WRITERS.contains(other.mode())
                    || UPGRADABLE.contains(mode) && UPGRADABLE.contains(other.mode());
        }

        /** {@code exclusive on shop.users}. */
        String words() {
            return mode.toLowerCase(java.util.Locale.ROOT).replace('_', ' ') + " on " + schema + "." + table;
        }
    }

    /** Empty where the server does not tell. */
    static Optional<List<Held>> read(Asking asking, ServerVersion version) {
        String doing = "reading metadata locks";
        boolean on = asking.first(doing, SCHEMA_IS_ON).filter("1"::equals).isPresent()
                && asking.listIfAllowed(doing, COUNTS_THEM, row -> row.getString(1))
                        .filter(List.of("YES")::equals)
                        .isPresent();
        Optional<List<Held>> locks =
                on ? asking.listIfAllowed(doing, BY_SCHEMA, MetadataLocks::held) : Optional.empty();
        return locks.isEmpty() && version.mariadb()
                ? asking.listIfAllowed(doing, BY_PLUGIN, MetadataLocks::held)
                : locks;
    }

    private static Held held(ResultSet row) throws SQLException {
        return new Held(
                row.getLong("session"),
                row.getString("mode"),
                String.valueOf(row.getString("schema_name")),
                String.valueOf(row.getString("table_name")),
                row.getBoolean("granted"));
    }
}
