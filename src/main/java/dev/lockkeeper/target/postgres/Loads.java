package dev.lockkeeper.target.postgres;

import dev.lockkeeper.target.Load;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What the throttle looks at, in one question. */
final class Loads {

    /**
     * {@code replay_lag} is null once a replica has caught up and nothing happens: that is no lag, while a hidden row is unknown. Active
     * sessions count for the whole server, which they load; transactions and waits for this database. Who waits for us for less than the
     * lock budget of a second is served by the end of the chunk in hand.
     */
    private static final String LOAD =
            """
            with sessions as (
                select a.pid, a.state, a.xact_start, a.datname = current_database() as here,
                       a.usename = current_user and a.application_name ~ '^lockkeeper' as ours
                  from pg_stat_activity a
                 where a.backend_type = 'client backend' and a.pid <> pg_backend_pid()
            ),
            waiting as (
                select distinct l.pid from pg_locks l
                 where not l.granted and l.pid is not null and l.waitstart < clock_timestamp() - interval '1 second'
            )
            select (select extract(epoch from max(coalesce(r.replay_lag, case when r.replay_lsn is not null then interval '0' end))) * 1000
                      from pg_stat_replication r where r.state in ('streaming', 'catchup')) as lag_ms,
                   (select count(*) from sessions where state = 'active' and not ours) as active,
                   (select extract(epoch from clock_timestamp() - min(xact_start)) * 1000 from sessions where here and not ours) as longest_ms,
                   (select count(*) from sessions s join waiting w using (pid)
                     where s.here and not s.ours
                       and pg_blocking_pids(s.pid) && array(select pid from sessions where ours)) as blocked
            """;

    private Loads() {}

    static Load read(Asking asking) {
        return asking.ask(
                "reading the target's load",
                sql -> sql.sql(LOAD).query(Loads::load).single());
    }

    private static Load load(ResultSet row, int n) throws SQLException {
        return new Load(millis(row, "lag_ms"), row.getInt("active"), millis(row, "longest_ms"), row.getInt("blocked"));
    }

    private static @Nullable Duration millis(ResultSet row, String column) throws SQLException {
        double millis = row.getDouble(column);
        return row.wasNull() ? null : Duration.ofMillis(Math.max(0, Math.round(millis)));
    }
}
