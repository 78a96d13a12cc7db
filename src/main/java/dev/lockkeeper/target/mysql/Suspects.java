package dev.lockkeeper.target.mysql;

import dev.lockkeeper.target.mysql.ProcessList.Process;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whom of us somebody waits for who waits for a table, where the server does not tell who holds it (MariaDB without the plugin
 * {@code metadata_lock_info}): a statement of ours that names the table and has run for at least as long, and that nobody else can be
 * meant. In doubt nobody, because our statement would be cancelled for it.
 */
final class Suspects {

    private static final Pattern TABLE = Pattern.compile(
            "\\b(?:update|into|from|join|table|replace)\\s+(?:`?[\\w$]+`?\\s*\\.\\s*)?`?([\\w$]+)`?",
            Pattern.CASE_INSENSITIVE);

    private Suspects() {}

    static List<Long> of(Sessions.Seen seen, Process waiter) {
        if (!waiter.awaitsMetadataLock()) {
            return List.of();
        }
        List<Process> holding = seen.processes().stream()
                .filter(each -> each.id() != waiter.id() && !each.self())
                .filter(each -> seen.database().equals(each.database()) && mayHold(each, waiter))
                .toList();
        Set<String> wanted = names(waiter);
        boolean othersToo = holding.stream().anyMatch(each -> !each.ours());
        return othersToo
                ? List.of()
                : holding.stream()
                        .filter(each -> !each.idle() && names(each).stream().anyMatch(wanted::contains))
                        .map(Process::id)
                        .toList();
    }

    /** Since before the other began to wait: in a transaction, or in a statement that does not wait for a table itself. */
    static boolean mayHold(Process process, Process waiter) {
        boolean inTransaction =
                process.transaction() != null && process.transaction().compareTo(waiter.elapsed()) >= 0;
        boolean inStatement = !process.idle() && process.elapsed().compareTo(waiter.elapsed()) >= 0;
        return !process.awaitsMetadataLock() && (inTransaction || inStatement);
    }

    /** Of the tables that the statement names. */
    static Set<String> names(Process process) {
        Set<String> names = new HashSet<>();
        String statement = process.statement();
        Matcher found = TABLE.matcher(statement == null ? "" : statement);
        while (found.find()) {
            names.add(found.group(1).toLowerCase(Locale.ROOT));
        }
        return names;
    }
}
