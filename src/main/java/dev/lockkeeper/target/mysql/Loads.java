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
 * What the throttle looks at; without the privilege {@code process} nobody knows what others do. Active sessions count for the whole server, which they load; transactions and waits for this database. A
 * primary does not know how far its replicas are; a replica does, which is what is asked of a server that is one.
 */
final class Loads {

    private static final String DOING = "reading the target's load";
    private static final String DUMP = "Binlog Dump";

    /** Who may not see this sees no session of others either. */
    private static final String SEES_OTHERS = "select 1 from information_schema.innodb_trx limit 1";

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
        boolean all = asking.listIfAllowed(DOING, SEES_OTHERS, row -> 1).isPresent();
        boolean alone = all && others.stream().noneMatch(each -> each.command().startsWith(DUMP));
        return new Load(
                lag(asking).orElse(alone ? Duration.ZERO : null),
                all ? working(others) : null,
                all ? longest(seen, others) : null,
                blocked(seen, others),
                status(asking, "Innodb_os_log_written"),
                null,
                null,
                asking.listIfAllowed(DOING, HISTORY, row -> row.getLong(1))
                        .flatMap(rows -> rows.stream().findFirst())
                        .orElse(null),
                Optional.ofNullable(status(asking, "Threads_running"))
                        .map(Long::intValue)
                        .orElse(null),
                all
                        ? working(others.stream()
                                .filter(each -> seen.database().equals(each.database()))
                                .toList())
                        : null,
                status(asking, "Handler_commit"));
    }

    /** A limit on the login's own is told by the refusal only. */
    static int spareConnections(Asking asking) {
        int most = asking.list("counting connections", "select @@max_connections", row -> row.getInt(1))
                .getFirst();
        Long open = status(asking, "Threads_connected");
        return open == null ? most : Math.toIntExact(most - open);
    }

    private static int working(List<Process> processes) {
        return (int) processes.stream()
                .filter(each -> !each.idle() && !each.command().startsWith(DUMP))
                .count();
    }

    private static @Nullable Long status(Asking asking, String name) {
        return asking.listIfAllowed(DOING, "show global status like '" + name + "'", row -> row.getLong(2))
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
                for (long blocker : blockers(seen, waiter)) {
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

    private static List<Long> blockers(Sessions.Seen seen, Process waiter) {
        List<Long> told = seen.blockers(waiter);
        return told.isEmpty() && seen.held() == null ? Suspects.of(seen, waiter) : told;
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
