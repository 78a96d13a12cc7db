package dev.lockkeeper.lint;

import dev.lockkeeper.target.Statement.Lock;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** Which lock of a statement a finding shows: the one that blocks most. */
final class Locks {
    private Locks() {}

    static @Nullable Lock strongest(RuleSet set, Case subject) {
        return set.locks(subject).stream()
                .map(LockOf::lock)
                .max(Comparator.comparingInt(Locks::weight))
                .orElse(null);
    }

    private static int weight(Lock lock) {
        int blocked = lock.blocks().contains("reads") ? 8 : lock.blocks().contains("writes") ? 4 : 0;
        return blocked + (lock.rewrites() ? 2 : 0) + (lock.scans() ? 1 : 0);
    }
}
