package dev.lockkeeper.web;

import dev.lockkeeper.target.LockTree;
import dev.lockkeeper.target.Session;
import dev.lockkeeper.target.TableUse;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Who is in the way of a run, and whose way it is in, as its target told at one moment.
 *
 * @param tree of the sessions that use the run's tables, and of its own, where somebody waits
 * @param waits a sentence for each session of the run that waits for others
 * @param keeps a sentence for each session of the run that keeps others waiting
 * @param inUse others that have the run's tables in use, oldest transaction first
 * @param inUseInAll how many those are; more than are listed, perhaps
 * @param trouble why the target did not tell, null when it did
 */
record LocksOfRun(
        List<LockTree.Node> tree,
        List<String> waits,
        List<String> keeps,
        List<String> inUse,
        int inUseInAll,
        @Nullable String trouble) {

    private static final int NAMED = 5;
    private static final int LISTED = 10;

    LocksOfRun {
        tree = List.copyOf(tree);
        waits = List.copyOf(waits);
        keeps = List.copyOf(keeps);
        inUse = List.copyOf(inUse);
    }

    static LocksOfRun untold(String why) {
        return new LocksOfRun(List.of(), List.of(), List.of(), List.of(), 0, why);
    }

    public boolean quiet() {
        return tree.isEmpty() && waits.isEmpty() && keeps.isEmpty() && inUse.isEmpty() && trouble == null;
    }

    /** @param mark how the names of this Lockkeeper's sessions end: another one with the same target has runs of the same numbers */
    static LocksOfRun of(long run, String mark, List<Session> sessions, List<TableUse> uses) {
        Map<Long, Session> byId = new LinkedHashMap<>();
        sessions.forEach(session -> byId.put(session.id(), session));
        Set<Long> ours = sessions.stream()
                .filter(session -> isOf(session, run, mark))
                .map(Session::id)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        Set<Long> about = new LinkedHashSet<>(ours);
        uses.forEach(use -> about.add(use.session()));
        List<LockTree.Node> tree = LockTree.of(sessions).roots().stream()
                .filter(root -> root.ids().stream().anyMatch(about::contains))
                .toList();
        List<Session> others = others(byId, ours, uses);
        return new LocksOfRun(
                tree,
                ours.stream()
                        .flatMap(id -> Optional.ofNullable(byId.get(id)).stream())
                        .filter(session -> session.waitingSince() != null
                                || !session.blockedBy().isEmpty())
                        .map(session -> waits(session, byId))
                        .toList(),
                keeps(byId, ours),
                others.stream().limit(LISTED).map(SessionWords::of).toList(),
                others.size(),
                null);
    }

    /** MySQL servers do not always tell more of a name than the run. */
    private static boolean isOf(Session session, long run, String mark) {
        return session.run() != null
                && session.run() == run
                && (session.application().endsWith(mark)
                        || session.application().equals("lockkeeper run " + run));
    }

    private static List<Session> others(Map<Long, Session> byId, Set<Long> ours, List<TableUse> uses) {
        return uses.stream()
                .map(TableUse::session)
                .distinct()
                .filter(id -> !ours.contains(id))
                .flatMap(id -> Optional.ofNullable(byId.get(id)).stream())
                .sorted(Comparator.comparing(
                        Session::transactionSince, Comparator.nullsLast(Comparator.naturalOrder())))
                .toList();
    }

    private static String waits(Session session, Map<Long, Session> byId) {
        List<String> blockers = session.blockedBy().stream()
                .flatMap(id -> Optional.ofNullable(byId.get(id)).stream())
                .map(SessionWords::of)
                .toList();
        String whom = blockers.isEmpty() ? "a lock" : named(blockers);
        return "Waiting for " + whom + SessionWords.waits(session) + ".";
    }

    private static List<String> keeps(Map<Long, Session> byId, Set<Long> ours) {
        Map<Long, List<Session>> waiting = new HashMap<>();
        byId.values().forEach(session -> session.blockedBy()
                .forEach(blocker -> waiting.computeIfAbsent(blocker, id -> new ArrayList<>())
                        .add(session)));
        List<String> sentences = new ArrayList<>();
        for (long own : ours) {
            List<String> behind = behind(own, waiting).stream()
                    .filter(session -> !ours.contains(session.id()))
                    .map(session -> SessionWords.of(session) + SessionWords.waits(session))
                    .toList();
            if (!behind.isEmpty()) {
                sentences.add("Session " + own + " of this run keeps " + Show.VALUES.count(behind.size(), "session")
                        + " waiting: " + named(behind) + ".");
            }
        }
        return sentences;
    }

    /** Directly or behind others. */
    private static Set<Session> behind(long own, Map<Long, List<Session>> waiting) {
        Set<Session> behind = new LinkedHashSet<>();
        Queue<Long> next = new ArrayDeque<>(List.of(own));
        while (!next.isEmpty()) {
            for (Session session : waiting.getOrDefault(next.remove(), List.of())) {
                if (session.id() != own && behind.add(session)) {
                    next.add(session.id());
                }
            }
        }
        return behind;
    }

    private static String named(List<String> names) {
        String shown = names.stream().limit(NAMED).collect(Collectors.joining("; "));
        return names.size() <= NAMED ? shown : shown + "; and " + (names.size() - NAMED) + " more";
    }
}
