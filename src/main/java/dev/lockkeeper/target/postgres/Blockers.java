package dev.lockkeeper.target.postgres;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Who keeps whom waiting, reckoned from one reading of all locks as {@code pg_blocking_pids} would say it: who holds a lock that conflicts
 * with the one that is wanted, and who stands before in the queue and wants one that does. The function itself is asked for each
 * session alone and goes through the queue for everybody in it, which for 500 sessions in a queue takes the better part of a second.
 *
 * <p>The queue is that of the waits' beginnings, but for who holds a lock that others wait for already: the server lets them stand before
 * those.
 */
final class Blockers {

    /** From the weakest mode on, a bit for each mode that it conflicts with. */
    private static final List<String> MODES = List.of(
            "AccessShareLock",
            "RowShareLock",
            "RowExclusiveLock",
            "ShareUpdateExclusiveLock",
            "ShareLock",
            "ShareRowExclusiveLock",
            "ExclusiveLock",
            "AccessExclusiveLock");

    private static final int[] CONFLICTS = {
        0b1000_0000, 0b1100_0000, 0b1111_0000, 0b1111_1000, 0b1110_1100, 0b1111_1100, 0b1111_1110, 0b1111_1111
    };

    /**
     * A lock as {@code pg_locks} has it.
     *
     * @param on one text for one object
     * @param session whoever holds it or waits for it; of parallel workers their leader, who is never in their way; 0 for a prepared
     *     transaction
     * @param since when the wait began, for those who wait, in any unit
     */
    record Lock(String on, long session, String mode, boolean granted, long since) {

        private int modeBit() {
            return 1 << MODES.indexOf(mode);
        }

        private int conflicts() {
            return CONFLICTS[MODES.indexOf(mode)];
        }
    }

    private final Map<Long, Set<Long>> blockers = new HashMap<>();

    private Blockers(List<Lock> locks) {
        Map<String, List<Lock>> objects = new TreeMap<>();
        locks.stream().filter(lock -> MODES.contains(lock.mode())).forEach(lock -> objects.computeIfAbsent(
                        lock.on(), on -> new ArrayList<>())
                .add(lock));
        objects.values().forEach(this::object);
    }

    /** @param locks all on objects for which somebody waits */
    static Map<Long, Set<Long>> of(List<Lock> locks) {
        return new Blockers(locks).blockers;
    }

    private void object(List<Lock> locks) {
        Map<Long, Integer> held = new HashMap<>();
        locks.stream()
                .filter(Lock::granted)
                .forEach(lock -> held.merge(lock.session(), lock.modeBit(), (a, b) -> a | b));
        List<Lock> before = new ArrayList<>();
        for (Lock waiting : queue(locks, held)) {
            Set<Long> found = blockers.computeIfAbsent(waiting.session(), session -> new LinkedHashSet<>());
            held.forEach((session, modes) -> {
                if ((modes & waiting.conflicts()) != 0) {
                    found.add(session);
                }
            });
            before.stream()
                    .filter(other -> (other.modeBit() & waiting.conflicts()) != 0)
                    .forEach(other -> found.add(other.session()));
            found.remove(waiting.session());
            before.add(waiting);
        }
    }

    /** Who holds what another one waits for already stands before that one. */
    private static List<Lock> queue(List<Lock> locks, Map<Long, Integer> held) {
        List<Lock> queue = new ArrayList<>();
        locks.stream()
                .filter(lock -> !lock.granted())
                .sorted(Comparator.comparingLong(Lock::since))
                .forEach(lock -> {
                    int holds = held.getOrDefault(lock.session(), 0);
                    int place = 0;
                    while (place < queue.size() && (queue.get(place).conflicts() & holds) == 0) {
                        place++;
                    }
                    queue.add(place, lock);
                });
        return queue;
    }
}
