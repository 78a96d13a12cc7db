package dev.lockkeeper.target;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;

/**
 * Who blocks whom. Each session stands once with those below it, under the blocker that is nearest to a root: servers name everybody who
 * is ahead in a queue, and a tree of all those ways would be larger than any page.
 *
 * @param roots sessions that others wait for and that wait for nobody; of a circle, which the server will break, its lowest id
 */
public record LockTree(List<Node> roots) {

    /** A longer chain goes on beside its last link, so that neither a page nor a document is nested without end. */
    private static final int DEEPEST = 50;

    public LockTree {
        roots = List.copyOf(roots);
    }

    /**
     * @param blocks those that wait for it
     * @param again whether it stands elsewhere too, with those below it: it waits for several roots and is only named here
     */
    public record Node(Session session, List<Node> blocks, boolean again) {
        public Node {
            blocks = List.copyOf(blocks);
        }

        /** The session and everybody below, each once. */
        public Set<Long> ids() {
            Set<Long> ids = new LinkedHashSet<>();
            gather(ids);
            return ids;
        }

        private void gather(Set<Long> ids) {
            ids.add(session.id());
            blocks.forEach(node -> node.gather(ids));
        }
    }

    /** A blocker that is not in the list (it ended in between) is left out, and who waited for it alone is no longer blocked. */
    public static LockTree of(List<Session> sessions) {
        return new Planting(sessions).tree();
    }

    private static final class Planting {
        private final Map<Long, Session> byId = new LinkedHashMap<>();
        private final Map<Long, List<Long>> waiting = new LinkedHashMap<>();
        private final Map<Long, Long> aBlocker = new HashMap<>();
        private final Map<Long, Integer> depths = new HashMap<>();
        private final Map<Long, Long> parents = new HashMap<>();
        private final Map<Long, List<Long>> below = new HashMap<>();
        private final Map<Long, List<Long>> named = new HashMap<>();
        private final List<Long> roots = new ArrayList<>();

        Planting(List<Session> sessions) {
            sessions.forEach(session -> byId.put(session.id(), session));
            for (Session session : sessions) {
                for (Long blocker : session.blockedBy()) {
                    if (blocker != session.id() && byId.containsKey(blocker)) {
                        waiting.computeIfAbsent(blocker, id -> new ArrayList<>())
                                .add(session.id());
                        aBlocker.putIfAbsent(session.id(), blocker);
                    }
                }
            }
        }

        LockTree tree() {
            byId.values().stream()
                    .map(Session::id)
                    .filter(id -> waiting.containsKey(id) && !aBlocker.containsKey(id))
                    .forEach(roots::add);
            spread(roots);
            // What is left are circles, and who waits for them: nobody in them waits for nobody.
            waiting.keySet().stream().sorted().forEach(id -> {
                if (!depths.containsKey(id)) {
                    long root = lowestOfCircle(id);
                    roots.add(root);
                    spread(List.of(root));
                }
            });
            nameUnderOtherRoots();
            return new LockTree(roots.stream().map(this::node).toList());
        }

        /** Breadth first, so that everybody comes under a blocker of the least depth. */
        private void spread(List<Long> from) {
            Queue<Long> next = new ArrayDeque<>(from);
            from.forEach(id -> depths.put(id, 0));
            while (!next.isEmpty()) {
                long blocker = next.remove();
                for (long waiter : waiting.getOrDefault(blocker, List.of())) {
                    if (!depths.containsKey(waiter)) {
                        boolean deep = depths.getOrDefault(blocker, 0) >= DEEPEST;
                        long parent = deep ? parents.getOrDefault(blocker, blocker) : blocker;
                        depths.put(waiter, depths.getOrDefault(parent, 0) + 1);
                        parents.put(waiter, parent);
                        below.computeIfAbsent(parent, id -> new ArrayList<>()).add(waiter);
                        next.add(waiter);
                    }
                }
            }
        }

        /** Nobody who is left waits for somebody who stands already, so going from blocker to blocker comes round. */
        private long lowestOfCircle(long start) {
            Set<Long> way = new LinkedHashSet<>();
            long id = start;
            while (way.add(id)) {
                id = aBlocker.getOrDefault(id, id);
            }
            List<Long> walked = List.copyOf(way);
            return walked.subList(walked.indexOf(id), walked.size()).stream()
                    .min(Comparator.naturalOrder())
                    .orElse(start);
        }

        private void nameUnderOtherRoots() {
            for (long root : roots) {
                for (long waiter : waiting.getOrDefault(root, List.of())) {
                    Long parent = parents.get(waiter);
                    if (parent != null && parent != root) {
                        named.computeIfAbsent(root, id -> new ArrayList<>()).add(waiter);
                    }
                }
            }
        }

        private Node node(long id) {
            List<Node> blocks = new ArrayList<>();
            below.getOrDefault(id, List.of()).forEach(each -> blocks.add(node(each)));
            named.getOrDefault(id, List.of()).forEach(each -> blocks.add(new Node(session(each), List.of(), true)));
            return new Node(session(id), blocks, false);
        }

        private Session session(long id) {
            return java.util.Objects.requireNonNull(byId.get(id));
        }
    }
}
