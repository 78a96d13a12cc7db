package dev.lockkeeper.target.postgres;

import dev.lockkeeper.target.Condition;
import dev.lockkeeper.target.Condition.Topic;
import dev.lockkeeper.target.Limits;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How the server itself stands: replicas, write-ahead log, vacuum. */
final class Standing {

    private static final String REPLICAS =
            """
            select r.pid, coalesce(r.application_name, '') as name, coalesce(host(r.client_addr), 'local') as address, r.state,
                   coalesce(extract(epoch from r.replay_lag) * 1000, 0) as lag
              from pg_stat_replication r order by lag desc, r.pid
            """;

    private static final String AS_REPLICA =
            """
            select pg_is_in_recovery() as recovering,
                   case when pg_is_in_recovery() and pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() then 0
                        when pg_is_in_recovery() then extract(epoch from clock_timestamp() - pg_last_xact_replay_timestamp()) * 1000 end as behind
            """;

    private static final String ARCHIVER =
            """
            select current_setting('archive_mode') as mode, archived_count, failed_count, last_archived_time, last_failed_time, last_failed_wal,
                   last_failed_time is not null and (last_archived_time is null or last_failed_time > last_archived_time) as failing
              from pg_stat_archiver
            """;

    private static final String SLOTS =
            """
            select slot_name, active, coalesce(pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn), 0)::bigint as retained,
                   coalesce(wal_status, 'nothing') as status
              from pg_replication_slots order by retained desc, slot_name
            """;

    private static final String VACUUMED =
            """
            with parts as (
                select c.oid from pg_class c where c.oid = any (cast(:tables as oid[])) and c.relkind = 'r'
                union
                select c.oid from unnest(cast(:tables as oid[])) t cross join lateral pg_partition_tree(t) p
                  join pg_class c on c.oid = p.relid where c.relkind = 'r'
            )
            select c.oid::regclass::text as name, age(c.relfrozenxid) as age,
                   coalesce((select o.option_value from pg_options_to_table(c.reloptions) o where o.option_name = 'autovacuum_enabled'), 'true')
                       in ('true', 'on', 'yes', '1') as enabled,
                   least(current_setting('autovacuum_freeze_max_age')::bigint,
                         (select o.option_value::bigint from pg_options_to_table(c.reloptions) o where o.option_name = 'autovacuum_freeze_max_age'))
                       as most,
                   pg_stat_get_dead_tuples(c.oid) as dead, pg_stat_get_live_tuples(c.oid) as live,
                   (select coalesce(a.query ~ 'to prevent wraparound', false) from pg_stat_progress_vacuum v left join pg_stat_activity a using (pid)
                     where v.relid = c.oid and v.datname = current_database() limit 1) as vacuumed
              from parts join pg_class c using (oid) order by age desc, name
            """;

    private static final String SERVER =
            """
            select current_setting('autovacuum')::boolean as running, age(datfrozenxid)::bigint as age
              from pg_database where datname = current_database()
            """;

    /** Of 2,147 million, at which the server refuses to write; it warns 40 million before. */
    private static final long OLD_DATABASE = 1_500_000_000;

    private final Asking asking;

    Standing(Asking asking) {
        this.asking = asking;
    }

    private record Replica(String words, boolean hidden, boolean bad) {}

    Condition replicas(Limits limits) {
        List<Replica> all = asking.ask("reading replicas", sql -> sql.sql(REPLICAS)
                .query((row, n) -> replica(row, limits.replicaLag()))
                .list());
        if (all.isEmpty()) {
            return Condition.good(Topic.REPLICAS, "No replica is connected to this server.");
        }
        String words = Traffic.some(all.stream().map(Replica::words).toList());
        if (all.stream().anyMatch(Replica::bad)) {
            return Condition.bad(
                    Topic.REPLICAS,
                    words + " The limit is " + Traffic.words(limits.replicaLag()) + ".",
                    "Let them catch up before more is written.");
        }
        return all.stream().anyMatch(Replica::hidden)
                ? Condition.untold(
                        Topic.REPLICAS,
                        words + " Their state is hidden from the login.",
                        "Let an administrator grant pg_read_all_stats to the login.")
                : Condition.good(Topic.REPLICAS, words);
    }

    private static Replica replica(ResultSet row, Duration limit) throws SQLException {
        String state = row.getString("state");
        long lag = Math.round(row.getDouble("lag"));
        String name = row.getString("name") + " at " + row.getString("address");
        if (state == null) {
            return new Replica(name + " is connected", true, false);
        }
        boolean follows = state.equals("streaming") || state.equals("backup");
        return new Replica(
                name + " is " + state + ", " + lag + " ms behind", false, !follows || lag > limit.toMillis());
    }

    Condition asReplica(Duration limit) {
        return asking.ask(
                "asking a replica",
                sql -> sql.sql(AS_REPLICA).query((row, n) -> behind(row, limit)).single());
    }

    private static Condition behind(ResultSet row, Duration limit) throws SQLException {
        if (!row.getBoolean("recovering")) {
            return Condition.bad(
                    Topic.REPLICAS, "It is no replica: it takes writes.", "Correct the target's list of replicas.");
        }
        double behind = row.getDouble("behind");
        if (row.wasNull()) {
            return Condition.untold(Topic.REPLICAS, "It has replayed nothing yet.", "Look at the replica's log.");
        }
        String words = "It is " + Math.round(behind) + " ms behind.";
        return behind > limit.toMillis()
                ? Condition.bad(
                        Topic.REPLICAS,
                        words + " The limit is " + Traffic.words(limit) + ".",
                        "Let it catch up before more is written.")
                : Condition.good(Topic.REPLICAS, words);
    }

    private record Slot(String words, boolean bad) {}

    Condition log(Limits limits) {
        List<String> bad = new ArrayList<>();
        String archiver = asking.ask("reading the archiver", sql -> sql.sql(ARCHIVER)
                .query((row, n) -> {
                    if (row.getString("mode").equals("off")) {
                        return "Nothing is archived (archive_mode is off)";
                    }
                    if (row.getBoolean("failing")) {
                        bad.add("Archiving fails: " + row.getString("last_failed_wal") + " at "
                                + row.getString("last_failed_time") + ", " + row.getLong("failed_count") + " times");
                    }
                    return row.getLong("archived_count") + " files archived, the last at "
                            + row.getString("last_archived_time");
                })
                .single());
        List<Slot> slots = asking.ask(
                "reading replication slots",
                sql -> sql.sql(SLOTS).query((row, n) -> slot(row, limits)).list());
        slots.stream().filter(Slot::bad).map(Slot::words).forEach(bad::add);
        return bad.isEmpty()
                ? Condition.good(Topic.LOG, archiver + "; " + slots.size() + " replication slots retain little.")
                : Condition.bad(
                        Topic.LOG,
                        Traffic.some(bad),
                        "Mend it first: the log that a backfill writes stays on the disk until somebody has taken it.");
    }

    private static Slot slot(ResultSet row, Limits limits) throws SQLException {
        long retained = row.getLong("retained");
        String status = row.getString("status");
        boolean bad = retained > limits.retainedLog() || status.equals("lost") || status.equals("unreserved");
        return new Slot(
                "Slot " + row.getString("slot_name") + (row.getBoolean("active") ? "" : ", which nobody reads,")
                        + " retains " + retained + " bytes (" + status + ")",
                bad);
    }

    Condition vacuum(Map<String, Long> tables) {
        List<String> bad = new ArrayList<>();
        long age = asking.ask("asking for the age of the database", sql -> sql.sql(SERVER)
                .query((row, n) -> {
                    if (!row.getBoolean("running")) {
                        bad.add("autovacuum is off on this server");
                    }
                    return row.getLong("age");
                })
                .single());
        if (age > OLD_DATABASE) {
            bad.add("the database is " + age + " transactions old; at 2,147,483,647 it stops writing");
        }
        List<String> seen = asking.ask("reading what vacuum does", sql -> sql.sql(VACUUMED)
                .param("tables", Conditions.list(tables.values()))
                .query((row, n) -> table(row, bad))
                .list());
        String all = seen.isEmpty() ? "" : Traffic.some(seen) + " ";
        return bad.isEmpty()
                ? Condition.good(Topic.VACUUM, all + "The database is " + age + " transactions old.")
                : Condition.bad(
                        Topic.VACUUM,
                        Traffic.some(bad),
                        "Turn autovacuum on, or vacuum by hand before the launch: a backfill leaves a dead row for each that it writes.");
    }

    private static String table(ResultSet row, List<String> bad) throws SQLException {
        String name = row.getString("name");
        long age = row.getLong("age");
        if (!row.getBoolean("enabled")) {
            bad.add("autovacuum is off for " + name);
        }
        if (age > row.getLong("most")) {
            bad.add(name + " is " + age + " transactions old, over " + row.getLong("most")
                    + ": a vacuum against wraparound is due, and gives way to nobody");
        }
        boolean wraparound = row.getBoolean("vacuumed");
        boolean worked = !row.wasNull();
        if (wraparound) {
            bad.add("a vacuum against wraparound works on " + name + " and gives way to nobody");
        }
        return name + ": "
                + String.format(
                        Locale.ROOT,
                        "%,d transactions old, %,d dead rows of %,d",
                        age,
                        row.getLong("dead"),
                        row.getLong("live") + row.getLong("dead"))
                + (worked ? ", vacuumed now" : "");
    }
}
