package dev.lockkeeper.target.postgres;

import dev.lockkeeper.plan.TableName;
import dev.lockkeeper.target.Session;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Who is connected to the database, who waits for whom, and how to end them. */
final class Sessions {

    /**
     * Sessions of this database without our own and without parallel workers, for whom their leader stands. A prepared transaction has
     * no session but blocks like one; {@code pg_blocking_pids} calls it 0, and so do we: of several, the oldest is shown. Ours is who
     * logs in as we do and names a run.
     */
    private static final String SESSIONS =
            """
            with sessions as (
                select a.pid::bigint as id, a.usename as username, a.application_name as application, host(a.client_addr) as client, a.backend_start,
                       coalesce(a.state, a.backend_type, 'unknown') as state, a.query, a.xact_start, a.usename = current_user as login,
                       null::text as prepared
                  from pg_stat_activity a
                 where a.datid = (select oid from pg_database where datname = current_database())
                   and a.pid <> pg_backend_pid() and a.backend_type is distinct from 'parallel worker'
                union all
                (select 0, p.owner, 'prepared transaction ' || p.gid, null, null, 'prepared', null, p.prepared, false,
                        (select x.virtualtransaction from pg_locks x
                          where x.pid is null and x.locktype = 'transactionid' and x.transactionid = p.transaction limit 1)
                   from pg_prepared_xacts p where p.database = current_database() order by p.prepared limit 1)
            ), waiting as materialized (
                select l.pid, l.mode, l.relation, l.locktype, l.waitstart from pg_locks l where not l.granted and l.pid is not null
            )
            select s.id, s.username, s.application, s.client, s.backend_start, s.state, s.query, s.xact_start, s.login, w.waitstart,
                   lower(regexp_replace(regexp_replace(w.mode, 'Lock$', ''), '([a-z])([A-Z])', '\\1 \\2', 'g'))
                       || case when w.relation is not null then ' on ' || w.relation::regclass::text
                               when w.locktype = 'transactionid' then ' on a row of another transaction'
                               else ' on ' || w.locktype end as lock
              from sessions s
              left join waiting w on w.pid = s.id
            """;

    /** All locks on objects for which somebody waits. A parallel worker counts as its leader. */
    private static final String LOCKS =
            """
            with locks as materialized (
                select concat_ws('/', l.locktype, l.database, l.relation, l.page, l.tuple, l.virtualxid, l.transactionid, l.classid, l.objid,
                                 l.objsubid) as object, l.pid, l.mode, l.granted, l.waitstart
                  from pg_locks l
            )
            select l.object, coalesce(a.leader_pid, l.pid, 0)::bigint as session, l.mode, l.granted,
                   (extract(epoch from coalesce(l.waitstart, clock_timestamp())) * 1000000)::bigint as since
              from locks l
              left join pg_stat_activity a on a.pid = l.pid
             where l.object in (select w.object from locks w where not w.granted)
            """;

    private static final String ALL = SESSIONS + " order by s.xact_start nulls last, s.id";

    private static final String NAMESAKES =
            SESSIONS + " where s.login and s.application = current_setting('application_name') order by s.id";

    /**
     * Waiting sessions are as old as their wait, holding ones as their transaction. Whose age is hidden from the login is not listed:
     * else a table in use would seem to be held for ever; the lock time-out still bounds what we wait for them.
     */
    private static final String IN_THE_WAY = SESSIONS
            + """
             where exists (select from pg_locks l
                            where l.locktype = 'relation' and l.relation = :table
                              and l.database = (select oid from pg_database where datname = current_database())
                              and (l.pid = s.id or l.pid is null and l.virtualtransaction = s.prepared)
                              and clock_timestamp() - case when l.granted then s.xact_start else coalesce(l.waitstart, s.xact_start) end
                                  >= :age * interval '1 millisecond')
             order by s.xact_start nulls last, s.id
            """;

    /** Only sessions of this database: the login may reach others, our roles do not. An idle session has no statement to end. */
    private static final String CANCEL =
            """
            select pg_cancel_backend(pid) from pg_stat_activity
             where pid = :id and datname = current_database() and pid <> pg_backend_pid() and coalesce(state, '') !~ '^idle'
            """;

    private static final String TERMINATE =
            """
            select pg_terminate_backend(pid) from pg_stat_activity
             where pid = :id and datname = current_database() and pid <> pg_backend_pid()
            """;

    /** Of the limits those that are set. Background workers are few, and counted with the others. */
    private static final String SPARE =
            """
            select least(
                current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
                    - coalesce(nullif(current_setting('reserved_connections', true), '')::int, 0)
                    - (select sum(numbackends)::int from pg_stat_database),
                (select nullif(d.datconnlimit, -1) - s.numbackends from pg_database d join pg_stat_database s on s.datid = d.oid
                  where d.datname = current_database()),
                (select nullif(rolconnlimit, -1) - (select count(*)::int from pg_stat_activity where usename = current_user)
                   from pg_roles where rolname = current_user))
            """;

    private static final Pattern RUN = Pattern.compile("^lockkeeper run (\\d{1,18})\\b.*");

    /** {@code alter role … password '…'} stands in the session list in the clear, {@code password=…} of a connection within a text. */
    private static final Pattern SECRET = Pattern.compile("(?is)(password(?:\\s*=\\s*|\\s+))(?:''[^']*+'{0,2}"
            + "|(?:e|u&)?'[^'\\\\]*+(?:(?:''|\\\\.)[^'\\\\]*+)*+'?|\\$\\w*\\$.*)|(password\\s*=\\s*)[^\\s'\"&;,)]++");

    private static final String NOT_SHOWN = "<insufficient privilege>";

    private final Asking asking;

    Sessions(Asking asking) {
        this.asking = asking;
    }

    List<Session> all() {
        return asking.ask(
                "reading sessions and locks",
                sql -> sql.sql(ALL).query(sessions(blockers(sql))).list());
    }

    List<Session> namesakes() {
        return asking.ask(
                "looking for sessions of the same name",
                sql -> sql.sql(NAMESAKES).query(sessions(blockers(sql))).list());
    }

    List<Session> inTheWay(TableName table, Tables tables, Duration olderThan) {
        OptionalLong oid = tables.oid(table);
        if (oid.isEmpty()) {
            return List.of();
        }
        return asking.ask("reading who holds " + table, sql -> sql.sql(IN_THE_WAY)
                .param("table", oid.getAsLong())
                .param("age", olderThan.toMillis())
                .query(sessions(blockers(sql)))
                .list());
    }

    int spare() {
        return asking.ask(
                "counting connections",
                sql -> sql.sql(SPARE).query(Integer.class).single());
    }

    boolean cancel(long id) {
        return end("cancelling the statement of session " + id, CANCEL, id);
    }

    boolean terminate(long id) {
        return end("ending session " + id, TERMINATE, id);
    }

    private boolean end(String doing, String statement, long id) {
        return asking.ask(doing, sql -> sql.sql(statement)
                        .param("id", id)
                        .query(Boolean.class)
                        .optional())
                .orElse(false);
    }

    /** By waiting session. */
    static Map<Long, Set<Long>> blockers(JdbcClient sql) {
        return Blockers.of(sql.sql(LOCKS)
                .query((row, n) -> new Blockers.Lock(
                        row.getString("object"),
                        row.getLong("session"),
                        row.getString("mode"),
                        row.getBoolean("granted"),
                        row.getLong("since")))
                .list());
    }

    private static RowMapper<Session> sessions(Map<Long, Set<Long>> blockers) {
        return (row, n) -> session(row, blockers.getOrDefault(row.getLong("id"), Set.of()));
    }

    private static Session session(ResultSet row, Set<Long> blockedBy) throws SQLException {
        String application = text(row.getString("application"));
        return new Session(
                row.getLong("id"),
                text(row.getString("username")),
                application,
                row.getString("client"),
                instant(row, "backend_start"),
                row.getString("state"),
                statement(row.getString("query")),
                instant(row, "xact_start"),
                instant(row, "waitstart"),
                row.getString("lock"),
                List.copyOf(blockedBy),
                row.getBoolean("login") ? run(application) : null,
                null);
    }

    private static @Nullable Long run(String application) {
        Matcher named = RUN.matcher(application);
        return named.matches() ? Long.valueOf(named.group(1)) : null;
    }

    private static @Nullable String statement(@Nullable String query) {
        if (query == null || query.isBlank() || query.equals(NOT_SHOWN)) {
            return null;
        }
        return SECRET.matcher(query).replaceAll("$1$2'***'");
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }
}
