package dev.lockkeeper.target.postgres;

import dev.lockkeeper.plan.TableName;
import dev.lockkeeper.target.TableUse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Who has tables in use: locks on them and on their partitions, of sessions and of prepared transactions. */
final class Uses {

    /** One line a session and table: the lock it waits for, else its strongest, in the order of the manual. */
    private static final String USES =
            """
            select distinct on (t.oid, session)
                   t.oid as root, coalesce(l.pid, 0)::bigint as session, l.granted,
                   lower(regexp_replace(regexp_replace(l.mode, 'Lock$', ''), '([a-z])([A-Z])', '\\1 \\2', 'g')) as mode
              from unnest(string_to_array(:tables, ',')::oid[]) as t(oid)
              join pg_locks l on l.relation = t.oid or l.relation in (select relid from pg_partition_tree(t.oid::regclass))
             where l.locktype = 'relation' and l.database = (select oid from pg_database where datname = current_database())
               and l.pid is distinct from pg_backend_pid()
             order by t.oid, session, l.granted,
                      array_position(array['AccessExclusiveLock', 'ExclusiveLock', 'ShareRowExclusiveLock', 'ShareLock',
                                           'ShareUpdateExclusiveLock', 'RowExclusiveLock', 'RowShareLock'], l.mode)
            """;

    private final Asking asking;
    private final Tables tables;

    Uses(Asking asking, Tables tables) {
        this.asking = asking;
        this.tables = tables;
    }

    List<TableUse> of(Set<TableName> wanted) {
        Map<Long, TableName> names = new HashMap<>();
        wanted.forEach(table -> tables.oid(table).ifPresent(oid -> names.put(oid, table)));
        if (names.isEmpty()) {
            return List.of();
        }
        String oids = names.keySet().stream().map(String::valueOf).collect(Collectors.joining(","));
        return asking.ask("reading who uses the tables", sql -> sql.sql(USES)
                .param("tables", oids)
                .query((row, n) -> new TableUse(
                        names.getOrDefault(row.getLong("root"), TableName.of("unknown")),
                        row.getLong("session"),
                        row.getString("mode"),
                        row.getBoolean("granted")))
                .list());
    }
}
