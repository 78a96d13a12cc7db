package dev.lockkeeper.target.mysql;

import dev.lockkeeper.target.Load;
import dev.lockkeeper.target.mysql.ProcessList.Process;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the throttle looks at. Active sessions count for the whole server, which they load; transactions and waits for this database. A
 * primary does not know how far its replicas are; a replica does, which is what is asked of a server that is one.
 */
final class Loads {

    /** Who waits for us for less than the lock budget is served by the end of the chunk in hand. */
    private static final Duration LONG = Duration.ofSeconds(1);

    private static final String MYSQL_REPLICA = "show replica status";
    private static final String MARIADB_REPLICA = "show all replicas status";

    private Loads() {}

    static Load read(Asking asking, Sessions sessions) {
        Sessions.Seen seen = sessions.look();
        Set<Long> ours = new HashSet<>();
        seen.processes().stream().filter(Process::ours).map(Process::id).forEach(ours::add);
        List<Process> others =
                seen.processes().stream().filter(each -> !each.ours() && !each.self()).toList();
        int active = (int) others.stream()
                .filter(each -> !each.idle() && !each.command().startsWith("Binlog Dump"))
                .count();
        return new Load(
                lag(asking).orElse(null), active, longest(seen, others), blocked(seen, others, ours));
    }

    private static @Nullable Duration longest(Sessions.Seen seen, List<Process> others) {
        return others.stream()
                .filter(each -> seen.database().equals(each.database()))
                .map(Process::transaction)
                .flatMap(age -> Optional.ofNullable(age).stream())
                .max(Comparator.naturalOrder())
                .orElse(null);
    }

    private static int blocked(Sessions.Seen seen, List<Process> others, Set<Long> ours) {
        return (int) others.stream()
                .filter(each -> seen.database().equals(each.database()))
                .filter(each -> waited(each).compareTo(LONG) >= 0)
                .filter(each -> seen.blockers(each).stream().anyMatch(ours::contains))
                .count();
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
