package dev.lockkeeper.target.mysql;

import dev.lockkeeper.target.Condition;
import dev.lockkeeper.target.Condition.Topic;
import dev.lockkeeper.target.FreeBytes;
import dev.lockkeeper.target.Limits;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How the server itself stands: binary log, purge, disk, and how far it is behind when it is a replica. */
final class Standing {

    private static final String LOGGED = "select @@log_bin";
    private static final String SETTINGS =
            "select @@global.binlog_format as form, @@global.binlog_expire_logs_seconds as kept, @@global.sync_binlog as sync";
    private static final String LOGS = "show binary logs";
    private static final String HISTORY =
            "select count from information_schema.innodb_metrics where name = 'trx_rseg_history_len'";

    /** A plugin of MariaDB; its sizes are in kibibytes. */
    private static final String DISKS =
            "select path, available from information_schema.disks where @@datadir like concat(path, '%') order by length(path) desc limit 1";

    private final Asking asking;

    Standing(Asking asking) {
        this.asking = asking;
    }

    Condition log(Limits limits) {
        String doing = "reading the binary log";
        if (asking.first(doing, LOGGED).filter("1"::equals).isEmpty()) {
            return Condition.good(Topic.LOG, "This server keeps no binary log (log_bin is off).");
        }
        record Settings(String form, long kept) {}
        Settings settings = asking.list(
                        doing, SETTINGS, row -> new Settings(row.getString("form"), row.getLong("kept")))
                .getFirst();
        Optional<Long> bytes = asking.listIfAllowed(doing, LOGS, row -> row.getLong(2))
                .map(sizes -> sizes.stream().mapToLong(Long::longValue).sum());
        String kept = settings.kept() == 0 ? "never purged by age" : "kept for " + settings.kept() + " s";
        String words = "The binary log is written as " + settings.form() + " and " + kept;
        if (bytes.isEmpty()) {
            return Condition.untold(
                    Topic.LOG,
                    words + "; how large it is this login may not ask.",
                    asking.version().mariadb()
                            ? "Let an administrator run: grant binlog monitor on *.* to the login."
                            : "Let an administrator run: grant replication client on *.* to the login.");
        }
        String all = words + "; it takes " + bytes.get() + " bytes";
        return settings.kept() == 0 && bytes.get() > limits.retainedLog()
                ? Condition.bad(
                        Topic.LOG,
                        all + ", over " + limits.retainedLog() + ".",
                        "Set binlog_expire_logs_seconds, and purge what no replica and no backup needs: a backfill writes each row into it.")
                : Condition.good(Topic.LOG, all + ".");
    }

    Condition purge(Limits limits) {
        Optional<Long> length = asking.listIfAllowed("reading the history list", HISTORY, row -> row.getLong(1))
                .flatMap(rows -> rows.stream().findFirst());
        if (length.isEmpty()) {
            return Condition.untold(
                    Topic.VACUUM,
                    "This server has no vacuum; how much InnoDB has not purged yet this login may not ask.",
                    "Let an administrator run: grant process on *.* to the login.");
        }
        String words = "This server has no vacuum; InnoDB has not purged " + length.get() + " entries yet";
        return length.get() > limits.historyList()
                ? Condition.bad(
                        Topic.VACUUM,
                        words + ", over " + limits.historyList() + ".",
                        "Find the transaction that is open for so long, end it, and let the purge catch up.")
                : Condition.good(Topic.VACUUM, words + ".");
    }

    Condition asReplica(Duration limit) {
        String query = asking.version().mariadb() ? "show all replicas status" : "show replica status";
        Optional<List<String>> rows = asking.listIfAllowed("asking a replica", query, row -> row.getString(1));
        if (rows.isEmpty()) {
            return Condition.untold(
                    Topic.REPLICAS,
                    "How far it is behind this login may not ask.",
                    asking.version().mariadb()
                            ? "Let an administrator run: grant replica monitor on *.* to the login."
                            : "Let an administrator run: grant replication client on *.* to the login.");
        }
        if (rows.get().isEmpty()) {
            return Condition.bad(
                    Topic.REPLICAS, "It is no replica: it follows nobody.", "Correct the target's list of replicas.");
        }
        return Loads.lag(asking)
                .map(lag -> behind(lag, limit))
                .orElseGet(() -> Condition.bad(
                        Topic.REPLICAS,
                        "It does not replicate at the moment.",
                        "Look at 'show replica status' for its last error."));
    }

    private static Condition behind(Duration lag, Duration limit) {
        String words = "It is " + lag.toSeconds() + " s behind";
        return lag.compareTo(limit) > 0
                ? Condition.bad(
                        Topic.REPLICAS,
                        words + "; the limit is " + limit.toSeconds() + " s.",
                        "Let it catch up before more is written.")
                : Condition.good(Topic.REPLICAS, words + ".");
    }

    FreeBytes freeBytes() {
        String advice = "Set policy.freeDisk.sql of the target to a query that returns it in bytes"
                + (asking.version().mariadb() ? ", or: install soname 'disks', and grant file to the login." : ".");
        return asking.listIfAllowed(
                        "asking how much is free",
                        DISKS,
                        row -> new FreeBytes(row.getLong(2) * 1024, "free at " + row.getString(1), ""))
                .flatMap(rows -> rows.stream().findFirst())
                .orElseGet(() -> new FreeBytes(
                        null, "This server does not tell the login how much of its disk is free", advice));
    }
}
