package dev.lockkeeper.measure;

import dev.lockkeeper.target.Statement.Lock;
import dev.lockkeeper.target.Statement.Source;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What the catalog says of a transaction of our own before and after one statement in it. */
final class Reading {

    /** Files and scans of every table; a partition counts as the table that it is part of. */
    private static final String TABLES =
            """
            select c.oid::bigint, coalesce(rn.nspname, n.nspname), coalesce(r.relname, c.relname),
                coalesce(pg_catalog.pg_relation_filenode(c.oid), 0)::bigint, coalesce(pg_catalog.pg_stat_get_xact_numscans(c.oid), 0)
            from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
            left join pg_catalog.pg_class r on r.oid = pg_catalog.pg_partition_root(c.oid)
            left join pg_catalog.pg_namespace rn on rn.oid = r.relnamespace
            where c.relkind in ('r', 'p') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
            """;

    private static final String LOCKS =
            """
            select relation::bigint, mode from pg_catalog.pg_locks
            where pid = pg_catalog.pg_backend_pid() and locktype = 'relation' and granted
            """;

    /** Weakest first, with what they keep others from: the table of the manual, 13.3.1. */
    private static final List<String[]> MODES = List.of(
            new String[] {"access share", "nothing"},
            new String[] {"row share", "writes to the same rows"},
            new String[] {"row exclusive", "writes to the same rows"},
            new String[] {"share update exclusive", "nothing"},
            new String[] {"share", "writes"},
            new String[] {"share row exclusive", "writes"},
            new String[] {"exclusive", "writes"},
            new String[] {"access exclusive", "reads and writes"});

    private record Table(String schema, String name, long file, long scans) {}

    /** @param rank of its mode */
    private record Held(int rank, boolean rewrites, boolean scans) {
        Held and(Held other) {
            return new Held(Math.max(rank, other.rank), rewrites || other.rewrites, scans || other.scans);
        }
    }

    private final Connection connection;
    private final Map<Long, Table> before;

    private Reading(Connection connection, Map<Long, Table> before) {
        this.connection = connection;
        this.before = before;
    }

    /** In the transaction of the statement, since scans are counted from an earlier one on. */
    static Reading before(Connection connection) throws SQLException {
        return new Reading(connection, tables(connection));
    }

    /** What was taken since, of tables that were there before; a lock each, its strongest. */
    Map<Place, Lock> after() throws SQLException {
        Map<Long, Integer> ranks = ranks();
        Map<Long, Table> now = tables(connection);
        Map<Place, Held> held = new LinkedHashMap<>();
        before.forEach((oid, was) -> {
            Integer rank = ranks.get(oid);
            if (rank != null) {
                Optional<Table> is = Optional.ofNullable(now.get(oid));
                boolean rewrites = is.map(table -> table.file() != was.file()).orElse(false);
                boolean scans = is.map(table -> table.scans() > was.scans()).orElse(false);
                held.merge(new Place(was.schema(), was.name()), new Held(rank, rewrites, rewrites || scans), Held::and);
            }
        });
        Map<Place, Lock> locks = new LinkedHashMap<>();
        held.forEach((place, one) -> {
            String[] mode = MODES.get(one.rank());
            locks.put(place, new Lock(mode[0], mode[1], one.rewrites(), one.scans(), Source.MEASURED));
        });
        return locks;
    }

    private Map<Long, Integer> ranks() throws SQLException {
        Map<Long, Integer> ranks = new LinkedHashMap<>();
        try (PreparedStatement query = connection.prepareStatement(LOCKS);
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                ranks.merge(rows.getLong(1), rank(rows.getString(2)), Math::max);
            }
        }
        return ranks;
    }

    /** @param mode {@code ShareRowExclusiveLock} */
    private static int rank(String mode) {
        return strength(mode.replaceFirst("Lock$", "")
                .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
                .toLowerCase(Locale.ROOT));
    }

    static int strength(Lock lock) {
        return strength(lock.mode());
    }

    private static int strength(String words) {
        for (int i = 0; i < MODES.size(); i++) {
            if (MODES.get(i)[0].equals(words)) {
                return i;
            }
        }
        throw new IllegalStateException("no lock on a table is called " + words);
    }

    private static Map<Long, Table> tables(Connection connection) throws SQLException {
        Map<Long, Table> tables = new LinkedHashMap<>();
        try (PreparedStatement query = connection.prepareStatement(TABLES);
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                tables.put(
                        rows.getLong(1),
                        new Table(rows.getString(2), rows.getString(3), rows.getLong(4), rows.getLong(5)));
            }
        }
        return tables;
    }
}
