package dev.lockkeeper.target.mysql;

import dev.lockkeeper.target.Load;
import dev.lockkeeper.target.Load.Blocked;
import dev.lockkeeper.target.mysql.ProcessList.Process;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the throttle looks at. Active sessions count for the whole server, which they load; transactions and waits for this database. A
 * primary does not know how far its replicas are; a replica does, which is what is asked of a server that is one.
 */
final class Loads {

    private static final String DUMP = "Binlog Dump";

    private static final String HISTORY =
            "select count from information_schema.innodb_metrics where name = 'trx_rseg_history_len'";

    private static final String MYSQL_REPLICA = "show replica status";
    private static final String MARIADB_REPLICA = "show all replicas status";

    private Loads() {}

    static Load read(Asking asking, Sessions sessions) {
        Sessions.Seen seen = sessions.look();
        List<Process> others = seen.processes().stream()
                .filter(each -> !each.ours() && !each.self())
                .toList();
        int active = (int) others.stream().filter(Loads::works).count();
        boolean followed = others.stream().anyMatch(each -> each.command().startsWith(DUMP));
        return new Load(
                lag(asking).orElse(followed ? null : Duration.ZERO),
                active,
                longest(seen, others),
                blocked(seen, others),
                status(asking, "Innodb_os_log_written"),
                null,
                null,
                asking.listIfAllowed("reading the target's load", HISTORY, row -> row.getLong(1))
                        .flatMap(rows -> rows.stream().findFirst())
                        .orElse(null),
                Optional.ofNullable(status(asking, "Threads_running"))
                        .map(Long::intValue)
                        .orElse(null),
                (int) others.stream()
                        .filter(each -> seen.database().equals(each.database()))
                        .filter(Loads::works)
                        .count(),
                status(asking, "Handler_commit"));
    }

    /** A limit on the login's own is told by the refusal only. */
    static int spareConnections(Asking asking) {
        int most = asking.list("counting connections", "select @@max_connections", row -> row.getInt(1))
                .getFirst();
        Long open = status(asking, "Threads_connected");
        return open == null ? most : Math.toIntExact(most - open);
    }

    private static boolean works(Process process) {
        return !process.idle() && !process.command().startsWith(DUMP);
    }

    private static @Nullable Long status(Asking asking, String name) {
        return asking.listIfAllowed(
                        "reading the target's load", "show global status like '" + name + "'", row -> row.getLong(2))
                .flatMap(rows -> rows.stream().findFirst())
                .orElse(null);
    }

    private static Duration longest(Sessions.Seen seen, List<Process> others) {
        return others.stream()
                .filter(each -> seen.database().equals(each.database()))
                .map(Process::transaction)
                .flatMap(age -> Optional.ofNullable(age).stream())
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    private static List<Blocked> blocked(Sessions.Seen seen, List<Process> others) {
        Map<Long, Process> ours = new HashMap<>();
        seen.processes().stream().filter(Process::ours).forEach(each -> ours.put(each.id(), each));
        List<Blocked> blocked = new ArrayList<>();
        for (Process waiter : others) {
            if (seen.database().equals(waiter.database())) {
                for (long blocker : seen.blockers(waiter)) {
                    Process own = ours.get(blocker);
                    if (own != null) {
                        blocked.add(
                                new Blocked(blocker, own.application(), waiter.id(), waiter.user(), waited(waiter)));
                    }
                }
            }
        }
        blocked.sort(Comparator.comparing(Blocked::since).reversed());
        return blocked;
    }

    private static Duration waited(Process process) {
        Duration row = process.waiting();
        return row == null ? (process.awaitsMetadataLock() ? process.elapsed() : Duration.ZERO) : row;
    }

    /** How far this server is behind the one it follows; empty when it follows none, does not know, or does not tell the login. */
    static Optional<Duration> lag(Asking asking) {
        String query = asking.version().mariadb() ? MARIADB_REPLICA : MYSQL_REPLICA;
        return asking
                .listIfAllowed("asking for the lag", query, row -> {
                    long seconds = Asking.has(row, "Seconds_Behind_Source")
                            ? row.getLong("Seconds_Behind_Source")
                            : row.getLong("Seconds_Behind_Master");
                    return row.wasNull() ? Optional.<Duration>empty() : Optional.of(Duration.ofSeconds(seconds));
                })
                .orElse(List.of())
                .stream()
                .flatMap(Optional::stream)
                .max(Comparator.naturalOrder());
    }
}
