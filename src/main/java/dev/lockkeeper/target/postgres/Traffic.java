package dev.lockkeeper.target.postgres;

import dev.lockkeeper.target.Clients;
import dev.lockkeeper.target.Clients.Client;
import dev.lockkeeper.target.Condition;
import dev.lockkeeper.target.Condition.Topic;
import dev.lockkeeper.target.Limits;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What others do in the database: transactions, strong locks, other tools, who is connected at all. */
final class Traffic {

    private static final String OURS = "(a.usename = current_user and a.application_name ~ '^lockkeeper')";

    /** A prepared transaction does nothing, holds its locks, and has no session that could be ended. */
    private static final String TRANSACTIONS =
            """
            select a.pid::bigint as id, a.usename as login, a.application_name as application, a.state,
                   extract(epoch from clock_timestamp() - a.xact_start) * 1000 as age,
                   case when a.state like 'idle in transaction%%' then extract(epoch from clock_timestamp() - a.state_change) * 1000 end as idle
              from pg_stat_activity a
             where a.datname = current_database() and a.pid <> pg_backend_pid() and a.backend_type = 'client backend'
               and a.xact_start is not null and not %s
            union all
            select 0, p.owner, 'prepared transaction ' || p.gid, 'prepared', extract(epoch from clock_timestamp() - p.prepared) * 1000,
                   extract(epoch from clock_timestamp() - p.prepared) * 1000
              from pg_prepared_xacts p where p.database = current_database()
             order by age desc
            """
                    .formatted(OURS);

    private static final String HIDDEN =
            """
            select count(*) from pg_stat_activity
             where datname = current_database() and backend_type is null and usesysid is not null and pid <> pg_backend_pid()
            """;

    /** Every lock that keeps writers out, or other changes; autovacuum gives way to us. */
    private static final String LOCKS =
            """
            select l.relation::regclass::text as name, l.granted, coalesce(l.pid, 0)::bigint as id, coalesce(a.usename, '') as login,
                   coalesce(a.application_name, case when l.pid is null then 'prepared transaction' else '' end) as application,
                   lower(regexp_replace(regexp_replace(l.mode, 'Lock$', ''), '([a-z])([A-Z])', '\\1 \\2', 'g')) as mode,
                   l.mode not in ('AccessShareLock', 'RowShareLock', 'RowExclusiveLock') as strong
              from pg_locks l left join pg_stat_activity a on a.pid = l.pid
             where l.locktype = 'relation' and l.database = (select oid from pg_database where datname = current_database())
               and l.relation in (select t from unnest(cast(:tables as oid[])) t
                                  union select p.relid from unnest(cast(:tables as oid[])) t cross join lateral pg_partition_tree(t) p)
               and l.pid is distinct from pg_backend_pid() and a.backend_type is distinct from 'autovacuum worker'
             order by strong desc, l.granted desc, name, id
            """;

    private static final String TOOL_SESSIONS =
            """
            select a.pid::bigint as id, a.application_name as application from pg_stat_activity a
             where a.datname = current_database() and a.pid <> pg_backend_pid()
               and (a.application_name ~* '(pg_repack|pg_squeeze|pgroll|reshape|pg[-_]osc|gh-ost|spirit|pt-online|pt-osc)'
                    or a.application_name ~ '^lockkeeper run' and a.application_name !~ :ours)
             order by a.pid
            """;

    private static final String TOOL_MARKS =
            """
            select 'trigger ' || t.tgname || ' on ' || t.tgrelid::regclass from pg_trigger t
             where t.tgrelid = any (cast(:tables as oid[])) and not t.tgisinternal
               and t.tgname ~ '^(_pgroll_|repack_trigger|__reshape_|pgosc_|squeeze_)'
            union all
            select 'column ' || a.attname || ' of ' || a.attrelid::regclass from pg_attribute a
             where a.attrelid = any (cast(:tables as oid[])) and not a.attisdropped and a.attname ~ '^(_pgroll_|__reshape_)'
            union all
            select 'table ' || format('%I.%I', n.nspname, c.relname) from pg_class c join pg_namespace n on n.oid = c.relnamespace
             where c.relkind in ('r', 'p') and (c.relname = any (cast(:left as text[]))
                   or n.nspname = 'repack' and c.relname = any (select 'log_' || t from unnest(cast(:tables as oid[])) t))
             order by 1
            """;

    private static final String CLIENTS =
            """
            select coalesce(a.application_name, '') as application, coalesce(a.usename, '') as login, count(*)::int as sessions,
                   min(a.backend_start) as oldest
              from pg_stat_activity a
             where a.datname = current_database() and a.pid <> pg_backend_pid() and a.backend_type = 'client backend' and not %s
             group by 1, 2 order by 3 desc, 1, 2
            """
                    .formatted(OURS);

    private static final String GRANT = "Let an administrator run: grant pg_read_all_stats to %s;";
    private static final int OWNER_SHOWN = 8;
    private static final int SHOWN = 10;

    private final Asking asking;
    private final String owner;

    Traffic(Asking asking, String owner) {
        this.asking = asking;
        this.owner = owner.substring(0, Math.min(OWNER_SHOWN, owner.length()));
    }

    private record Open(String words, double age, @Nullable Double idle) {
        boolean tooOld(Limits limits) {
            return age >= limits.transaction().toMillis()
                    || idle != null && idle >= limits.idle().toMillis();
        }
    }

    Condition transactions(Limits limits) {
        List<Open> open = asking.ask(
                "reading open transactions",
                sql -> sql.sql(TRANSACTIONS).query(Traffic::open).list());
        List<String> old =
                open.stream().filter(one -> one.tooOld(limits)).map(Open::words).toList();
        if (!old.isEmpty()) {
            return Condition.bad(
                    Topic.TRANSACTIONS,
                    some(old),
                    "Let them end, or end them: they keep locks, hold back vacuum, and a concurrent index build waits for all of them.");
        }
        long hidden = hidden();
        if (hidden > 0) {
            return Condition.untold(
                    Topic.TRANSACTIONS, hidden + " sessions of other logins do not show what they do.", grant());
        }
        String oldest = open.isEmpty()
                ? "No other transaction is open."
                : open.size() + " transactions are open, the oldest since "
                        + Math.round(open.getFirst().age()) + " ms.";
        return Condition.good(
                Topic.TRANSACTIONS,
                oldest + " The limits are " + limits.transaction().toSeconds() + " s, and "
                        + limits.idle().toSeconds() + " s idle.");
    }

    private static Open open(ResultSet row, int n) throws SQLException {
        double age = row.getDouble("age");
        double idle = row.getDouble("idle");
        boolean idles = !row.wasNull();
        String words = "session " + row.getLong("id") + " of " + row.getString("login") + " ("
                + row.getString("application") + ") has a transaction since " + seconds(age)
                + (idles ? ", idle since " + seconds(idle) : ", " + row.getString("state"));
        return new Open(words, age, idles ? idle : null);
    }

    private static String seconds(double millis) {
        return Math.round(millis / 100) / 10.0 + " s";
    }

    private record Lock(String words, boolean strong, boolean granted) {}

    Condition locks(Map<String, Long> tables) {
        if (tables.isEmpty()) {
            return Condition.good(Topic.LOCKS, "None of its tables is there yet.");
        }
        List<Lock> locks = asking.ask("reading locks", sql -> sql.sql(LOCKS)
                .param("tables", Conditions.list(tables.values()))
                .query((row, n) -> new Lock(
                        "session " + row.getLong("id") + " of " + row.getString("login") + " ("
                                + row.getString("application") + ") "
                                + (row.getBoolean("granted") ? "holds " : "waits for ") + row.getString("mode") + " on "
                                + row.getString("name"),
                        row.getBoolean("strong"),
                        row.getBoolean("granted")))
                .list());
        List<String> bad = locks.stream()
                .filter(lock -> lock.strong() || !lock.granted())
                .map(Lock::words)
                .toList();
        return bad.isEmpty()
                ? Condition.good(
                        Topic.LOCKS,
                        "No strong lock on " + String.join(", ", tables.keySet()) + "; "
                                + (locks.size() == 1 ? "1 weak one" : locks.size() + " weak ones")
                                + " of readers and writers.")
                : Condition.bad(
                        Topic.LOCKS,
                        some(bad),
                        "Wait until they are gone: each step would queue behind them, and everybody else behind it.");
    }

    Condition tools(Map<String, Long> tables) {
        List<String> found = new ArrayList<>(asking.ask("looking for other tools", sql -> sql.sql(TOOL_SESSIONS)
                .param("ours", " of " + owner + "$")
                .query((row, n) -> "session " + row.getLong("id") + " is " + row.getString("application"))
                .list()));
        List<String> left = tables.keySet().stream()
                .map(name -> name.substring(name.lastIndexOf('.') + 1))
                .flatMap(name -> List.of("_" + name + "_gho", "_" + name + "_ghc", "_" + name + "_new").stream())
                .toList();
        found.addAll(asking.ask("looking for traces of other tools", sql -> sql.sql(TOOL_MARKS)
                .param("tables", Conditions.list(tables.values()))
                .param("left", array(left))
                .query(String.class)
                .list()));
        if (!found.isEmpty()) {
            return Condition.bad(
                    Topic.TOOLS,
                    some(found),
                    "Find out whether another change of these tables is under way; let it end or clean up what it left.");
        }
        long hidden = hidden();
        return hidden > 0
                ? Condition.untold(
                        Topic.TOOLS,
                        "There is no trace of another tool on the tables; " + hidden
                                + " sessions of other logins do not show their names.",
                        grant())
                : Condition.good(
                        Topic.TOOLS,
                        "No session and no trace of pg_repack, pgroll, reshape, gh-ost or another Lockkeeper.");
    }

    private static String array(List<String> texts) {
        return "{"
                + String.join(
                        ",",
                        texts.stream()
                                .map(text -> "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"")
                                .toList())
                + "}";
    }

    Clients clients() {
        List<Client> all = asking.ask("reading who is connected", sql -> sql.sql(CLIENTS)
                .query((row, n) -> new Client(
                        row.getString("application"),
                        row.getString("login"),
                        row.getInt("sessions"),
                        row.getObject("oldest", OffsetDateTime.class).toInstant()))
                .list());
        long hidden = hidden();
        return hidden > 0
                ? new Clients(all, hidden + " sessions of other logins do not show their names", grant())
                : new Clients(all, null, "");
    }

    private long hidden() {
        return asking.ask(
                "counting sessions that are hidden",
                sql -> sql.sql(HIDDEN).query(Long.class).single());
    }

    private String grant() {
        String login = asking.ask("asking for the login", sql -> sql.sql("select quote_ident(current_user)")
                .query(String.class)
                .single());
        return GRANT.formatted(login);
    }

    static String some(List<String> words) {
        List<String> shown = words.subList(0, Math.min(SHOWN, words.size()));
        String more = words.size() > SHOWN ? "\nand " + (words.size() - SHOWN) + " more." : "";
        return String.join(".\n", shown) + "." + more;
    }

    static String words(Duration duration) {
        return duration.toMillis() / 1000.0 + " s";
    }
}
