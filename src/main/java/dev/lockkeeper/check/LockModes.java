package dev.lockkeeper.check;

import dev.lockkeeper.target.Statement.Lock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which locks on a table stand in each other's way: the table of PostgreSQL's manual, and the metadata locks of MySQL. */
final class LockModes {

    private static final Map<String, Set<String>> CONFLICTS = Map.of(
            "access share", Set.of("access exclusive"),
            "row share", Set.of("exclusive", "access exclusive"),
            "row exclusive", Set.of("share", "share row exclusive", "exclusive", "access exclusive"),
            "share update exclusive",
                    Set.of("share update exclusive", "share", "share row exclusive", "exclusive", "access exclusive"),
            "share",
                    Set.of(
                            "row exclusive",
                            "share update exclusive",
                            "share row exclusive",
                            "exclusive",
                            "access exclusive"),
            "share row exclusive",
                    Set.of(
                            "row exclusive",
                            "share update exclusive",
                            "share",
                            "share row exclusive",
                            "exclusive",
                            "access exclusive"),
            "exclusive",
                    Set.of(
                            "row share",
                            "row exclusive",
                            "share update exclusive",
                            "share",
                            "share row exclusive",
                            "exclusive",
                            "access exclusive"));

    private LockModes() {}

    /** Whether a statement that asks for {@code wanted} waits for one that holds {@code held}; in doubt yes. */
    static boolean conflict(String wanted, String held) {
        Set<String> conflicts = CONFLICTS.get(wanted);
        if (conflicts != null) {
            return conflicts.contains(held) || held.equals("unknown");
        }
        return switch (wanted) {
            case "none", "row locks" -> false;
            case "shared metadata" -> held.contains("exclusive");
            default -> true;
        };
    }

    /** What the lock keeps others from, as programs read it. */
    static List<String> blocks(Lock lock) {
        List<String> blocks = new ArrayList<>();
        if (lock.blocks().contains("reads")) {
            blocks.add("reads");
        }
        if (lock.blocks().contains("writes")) {
            blocks.add("writes");
        }
        if (!Set.of("none", "unknown").contains(lock.mode())) {
            blocks.add("ddl");
        }
        return blocks;
    }
}
