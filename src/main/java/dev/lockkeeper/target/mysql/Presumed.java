package dev.lockkeeper.target.mysql;

import dev.lockkeeper.target.mysql.ProcessList.Process;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * For people's eyes only: whom somebody who waits for a table may wait for, where the server does not tell who holds it. A change of the
 * table that has waited for longer stands before it; else whoever has been in a transaction or a statement since before it began to wait.
 */
final class Presumed {

    private static final Pattern CHANGE = Pattern.compile(
            "\\s*(?:alter|create|drop|rename|truncate|optimize|repair|lock|flush)\\b.*",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private Presumed() {}

    static List<Long> of(Sessions.Seen seen, Process waiter) {
        if (!waiter.awaitsMetadataLock()) {
            return List.of();
        }
        Set<String> wanted = Suspects.names(waiter);
        List<Process> others = seen.processes().stream()
                .filter(each -> each.id() != waiter.id() && !each.self())
                .filter(each -> seen.database().equals(each.database()))
                .toList();
        return others.stream()
                .filter(each -> each.awaitsMetadataLock() && isChange(each))
                .filter(each -> before(each, waiter) && shares(each, wanted))
                .max(Comparator.comparing(Process::elapsed))
                .map(each -> List.of(each.id()))
                .orElseGet(() -> holders(others, waiter, wanted));
    }

    /** Of those who name the table in what they run now, if any do: an idle one does not say what it has read. */
    private static List<Long> holders(List<Process> others, Process waiter, Set<String> wanted) {
        List<Process> holding =
                others.stream().filter(each -> Suspects.mayHold(each, waiter)).toList();
        return holding.stream()
                .filter(each -> each.idle() || shares(each, wanted))
                .map(Process::id)
                .toList();
    }

    /** Of two that began to wait in the same moment, the one that came to the server first. */
    private static boolean before(Process one, Process other) {
        int longer = one.elapsed().compareTo(other.elapsed());
        return longer > 0 || longer == 0 && one.id() < other.id();
    }

    private static boolean isChange(Process process) {
        String statement = process.statement();
        return statement != null && CHANGE.matcher(statement).matches();
    }

    private static boolean shares(Process process, Set<String> wanted) {
        return Suspects.names(process).stream().anyMatch(wanted::contains);
    }
}
