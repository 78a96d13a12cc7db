package dev.lockkeeper.target.postgres;

import dev.lockkeeper.target.Load;
import dev.lockkeeper.target.Load.Blocked;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What the throttle looks at, in two questions. One a session. */
final class Loads {

    /**
     * {@code replay_lag} is null once a replica has caught up and nothing happens: that is no lag, while a hidden row is unknown. Active
     * sessions count for the whole server, which they load; all else for this database. Of sessions that the login may not see, the server
     * still shows whether they have a snapshot: those count as active, and since when is unknown. Files are counted by name where the
     * login may list them, and else by how far the archiver is behind the log.
     */
    private static final String LOAD =
            """
            with sessions as (
                select a.state, a.xact_start, a.state_change, a.datname = current_database() as here, a.backend_type is null as hidden,
                       a.backend_xmin is not null or a.backend_xid is not null as in_snapshot,
                       a.usename = current_user and a.application_name ~ '^lockkeeper' as ours
                  from pg_stat_activity a
                 where (a.backend_type = 'client backend' or a.backend_type is null and a.datid is not null and a.usesysid is not null)
                   and a.pid <> pg_backend_pid()
            )
            select (select case when bool_or(r.state is null) then null
                                else coalesce(extract(epoch from max(coalesce(r.replay_lag, case when r.replay_lsn is not null then interval '0' end))
                                                  filter (where r.state in ('streaming', 'catchup'))) * 1000, 0) end
                      from pg_stat_replication r) as lag_ms,
                   (select count(*) from sessions where not ours and (state = 'active' or hidden and in_snapshot)) as active,
                   (select case when bool_or(hidden and in_snapshot) then null
                                else coalesce(extract(epoch from clock_timestamp() - min(xact_start)) * 1000, 0) end
                      from sessions where here and not ours) as longest_ms,
                   (select case when bool_or(hidden) then null
                                else count(*) filter (where state = 'active' or state_change > clock_timestamp() - interval '100 ms') end
                      from sessions where here and not ours) as at_work,
                   pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint as wal,
                   (select count(*) from pg_stat_progress_vacuum v join pg_stat_activity a using (pid)
                     where a.backend_type = 'autovacuum worker' and v.datname = current_database()
                       and (v.relid = :table or v.relid in (select relid from pg_partition_tree(:table::regclass)))) as vacuums,
                   (select xact_commit + xact_rollback from pg_stat_database where datname = current_database()) as transactions,
            """;

    private static final String LISTED =
            """
                   case when current_setting('archive_mode') = 'off' then 0
                        else (select count(*) from pg_ls_archive_statusdir() where name like '%.ready') end as archive
            """;

    private static final String RECKONED =
            """
                   (select case when current_setting('archive_mode') = 'off' then 0
                                when last_archived_wal ~ '^[0-9A-F]{24}'
                                then greatest(0, floor(pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')
                                       / pg_size_bytes(current_setting('wal_segment_size')))
                                     - ('x' || substr(last_archived_wal, 9, 8))::bit(32)::bigint
                                       * (4294967296 / pg_size_bytes(current_setting('wal_segment_size')))
                                     - ('x' || substr(last_archived_wal, 17, 8))::bit(32)::bigint - 1)::bigint end
                      from pg_stat_archiver) as archive
            """;

    private static final String MAY_LIST = "select has_function_privilege('pg_ls_archive_statusdir()', 'execute')";

    /** Asking for blockers is dear, so only those are asked about who have waited for a while. */
    private static final String BLOCKED =
            """
            with waiting as (
                select l.pid, min(l.waitstart) as since from pg_locks l
                 where not l.granted and l.pid is not null and l.waitstart < clock_timestamp() - interval '250 ms'
                 group by l.pid
            )
            select b.pid as blocker, b.application_name as application, w.pid as waiter,
                   coalesce(s.usename, '') || case when coalesce(s.application_name, '') = '' then '' else ' (' || s.application_name || ')' end as who,
                   extract(epoch from clock_timestamp() - w.since) * 1000 as ms
              from waiting w
              join pg_stat_activity s on s.pid = w.pid and s.datname = current_database()
             cross join lateral (select distinct unnest(pg_blocking_pids(w.pid)) as pid) k
              join pg_stat_activity b on b.pid = k.pid
             where b.usename = current_user and b.application_name ~ '^lockkeeper'
               and not (s.usename = current_user and s.application_name ~ '^lockkeeper')
             order by w.since
            """;

    private final Asking asking;
    private @Nullable Boolean mayList;

    Loads(Asking asking) {
        this.asking = asking;
    }

    /** @param table its number; none for a table that has gone, which no vacuum works on */
    Load read(OptionalLong table) {
        String load = LOAD + (mayList() ? LISTED : RECKONED);
        return asking.ask("reading the target's load", sql -> {
            List<Blocked> blocked = sql.sql(BLOCKED).query(Loads::blocked).list();
            return sql.sql(load)
                    .param("table", table.orElse(0))
                    .query((row, n) -> load(row, blocked))
                    .single();
        });
    }

    private boolean mayList() {
        if (mayList == null) {
            mayList = asking.ask(
                    "asking what of the load may be read",
                    sql -> sql.sql(MAY_LIST).query(Boolean.class).single());
        }
        return mayList;
    }

    private static Load load(ResultSet row, List<Blocked> blocked) throws SQLException {
        return new Load(
                millis(row, "lag_ms"),
                row.getInt("active"),
                millis(row, "longest_ms"),
                blocked,
                row.getLong("wal"),
                number(row, "archive"),
                row.getInt("vacuums"),
                null,
                null,
                whole(row, "at_work"),
                number(row, "transactions"));
    }

    private static Blocked blocked(ResultSet row, int n) throws SQLException {
        return new Blocked(
                row.getLong("blocker"),
                row.getString("application"),
                row.getLong("waiter"),
                row.getString("who"),
                Duration.ofMillis(Math.max(0, Math.round(row.getDouble("ms")))));
    }

    private static @Nullable Long number(ResultSet row, String column) throws SQLException {
        long number = row.getLong(column);
        return row.wasNull() ? null : number;
    }

    private static @Nullable Integer whole(ResultSet row, String column) throws SQLException {
        int number = row.getInt(column);
        return row.wasNull() ? null : number;
    }

    private static @Nullable Duration millis(ResultSet row, String column) throws SQLException {
        double millis = row.getDouble(column);
        return row.wasNull() ? null : Duration.ofMillis(Math.max(0, Math.round(millis)));
    }
}
