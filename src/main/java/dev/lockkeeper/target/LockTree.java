package dev.lockkeeper.target;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who blocks whom.
 *
 * @param roots sessions that others wait for and that wait for nobody; of a circle, which the server will break, its lowest id
 */
public record LockTree(List<Node> roots) {

    public LockTree {
        roots = List.copyOf(roots);
    }

    /** @param blocks those that wait for it; one that waits for several stands under each */
    public record Node(Session session, List<Node> blocks) {
        public Node {
            blocks = List.copyOf(blocks);
        }

        /** The session and everybody below, each once. */
        public Set<Long> ids() {
            Set<Long> ids = new LinkedHashSet<>();
            ids.add(session.id());
            blocks.forEach(node -> ids.addAll(node.ids()));
            return ids;
        }
    }

    /** A blocker that is not in the list (it ended in between) is left out, and who waited for it alone is no longer blocked. */
    public static LockTree of(List<Session> sessions) {
        Map<Long, Session> byId = new LinkedHashMap<>();
        sessions.forEach(session -> byId.put(session.id(), session));
        Map<Long, List<Session>> waiting = waiting(sessions, byId.keySet());
        List<Node> roots = new ArrayList<>();
        Set<Long> shown = new LinkedHashSet<>();
        for (Session session : sessions) {
            boolean waits = session.blockedBy().stream().anyMatch(byId::containsKey);
            if (!waits && waiting.containsKey(session.id())) {
                add(roots, shown, node(session, waiting, Set.of()));
            }
        }
        // What is left are circles: nobody in them waits for nobody.
        for (Long id : waiting.keySet().stream().sorted().toList()) {
            Session session = byId.get(id);
            if (session != null && !shown.contains(id)) {
                add(roots, shown, node(session, waiting, Set.of()));
            }
        }
        return new LockTree(roots);
    }

    /** Who waits for each of those that are there. */
    private static Map<Long, List<Session>> waiting(List<Session> sessions, Set<Long> there) {
        Map<Long, List<Session>> waiting = new LinkedHashMap<>();
        for (Session session : sessions) {
            for (Long blocker : session.blockedBy()) {
                if (there.contains(blocker)) {
                    waiting.computeIfAbsent(blocker, id -> new ArrayList<>()).add(session);
                }
            }
        }
        return waiting;
    }

    private static void add(List<Node> roots, Set<Long> shown, Node node) {
        roots.add(node);
        shown.addAll(node.ids());
    }

    /** @param above the way down to here, so that a circle ends */
    private static Node node(Session session, Map<Long, List<Session>> waiting, Set<Long> above) {
        Set<Long> way = new LinkedHashSet<>(above);
        way.add(session.id());
        List<Node> below = waiting.getOrDefault(session.id(), List.of()).stream()
                .filter(other -> !way.contains(other.id()))
                .map(other -> node(other, waiting, way))
                .toList();
        return new Node(session, below);
    }
}
