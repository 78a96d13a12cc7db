package dev.lockkeeper.lint;

import dev.lockkeeper.lint.sql.ObjectName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the server that the SQL is for; nothing, when no target was named.
 *
 * @param version null when unknown: then the oldest that Lockkeeper supports is assumed, and the finding says so
 * @param mariadb whether a MySQL server is a MariaDB
 * @param tables by the name that the script uses; those that are not there are absent
 * @param longestTransaction of others, null when unknown
 * @param replicas how many follow, null when unknown
 */
public record Facts(
        @Nullable Version version,
        boolean mariadb,
        boolean joined,
        Map<ObjectName, Table> tables,
        @Nullable Duration longestTransaction,
        @Nullable Integer replicas) {
    public static final Facts NONE = new Facts(null, false, false, Map.of(), null, null);

    public Facts {
        tables = Map.copyOf(tables);
    }

    public Optional<Table> table(ObjectName name) {
        return Optional.ofNullable(tables.get(name));
    }

    /** A server's version; for PostgreSQL before 10 is not told apart. */
    public record Version(int major, int minor, int patch) {
        public boolean atLeast(int otherMajor, int otherMinor) {
            return major > otherMajor || major == otherMajor && minor >= otherMinor;
        }

        @Override
        public String toString() {
            return major + "." + minor + (patch == 0 ? "" : "." + patch);
        }
    }

    /**
     * @param rows the server's estimate, null when it has none
     * @param bytes with its indexes
     * @param writesPerSecond null before it was measured
     * @param columns to their types, as the server spells them
     * @param notNull names of the columns that are not null
     * @param indexes names of those that are there
     * @param checks name to expression of its valid check constraints
     */
    public record Table(
            @Nullable Long rows,
            long bytes,
            @Nullable Double writesPerSecond,
            Map<String, String> columns,
            List<String> notNull,
            List<String> indexes,
            Map<String, String> checks) {
        public Table {
            columns = Map.copyOf(columns);
            notNull = List.copyOf(notNull);
            indexes = List.copyOf(indexes);
            checks = Map.copyOf(checks);
        }
    }
}
