package dev.lockkeeper.plan;

import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** The nodes of one YAML document with their places; bounded, so that no text can exhaust the stack or the memory. */
final class YamlTree {

    /** The format needs nine levels; the library composes recursively. */
    static final int MAX_DEPTH = 32;

    /** With {@link #MAX_NODES} it bounds what a small text can expand to. */
    static final int MAX_ALIASES = 50;

    static final int MAX_NODES = 200_000;

    private static final LoadSettings SETTINGS = LoadSettings.builder()
            .setLabel("migration file")
            .setCodePointLimit(SourceText.MAX_BYTES + 1)
            .setMaxAliasesForCollections(MAX_ALIASES)
            .setAllowNonScalarKeys(true)
            .build();

    private final Problems problems;

    /** The place of the last thing that could be read; the library gives none with some of its errors. */
    private @Nullable Mark reached;

    private YamlTree(Problems problems) {
        this.problems = problems;
    }

    /** The only document's root, or null when there is none; then a finding says why. */
    static @Nullable Node root(String yaml, Problems problems) {
        return new YamlTree(problems).root(yaml);
    }

    private @Nullable Node root(String yaml) {
        try {
            if (!withinBounds(yaml)) {
                return null;
            }
            Node root = new Compose(SETTINGS).composeString(yaml).orElse(null);
            if (root == null) {
                problems.add(1, 1, "", "the file is empty");
                return null;
            }
            return finite(root) ? root : null;
        } catch (MarkedYamlEngineException e) {
            e.getProblemMark().or(e::getContextMark).ifPresent(mark -> reached = mark);
            String context = e.getContext() == null || e.getContext().isEmpty() ? "" : e.getContext() + ", ";
            report("the file is not YAML 1.2: " + context + e.getProblem());
        } catch (YamlEngineException e) {
            report("the file cannot be read as YAML 1.2 from here on: " + e.getMessage());
        }
        return null;
    }

    /** Looks at the events, which cost no stack, before the tree is built. */
    private boolean withinBounds(String yaml) {
        int depth = 0;
        int documents = 0;
        int aliases = 0;
        for (Event event : new Parse(SETTINGS).parseString(yaml)) {
            reached = event.getStartMark().orElse(reached);
            switch (event.getEventId()) {
                case MappingStart, SequenceStart -> depth++;
                case MappingEnd, SequenceEnd -> depth--;
                case DocumentStart -> documents++;
                case Alias -> aliases++;
                default -> {}
            }
            if (depth > MAX_DEPTH) {
                report("lists and maps are nested more than " + MAX_DEPTH + " deep");
                return false;
            }
            if (aliases > MAX_ALIASES) {
                report("a file has at most " + MAX_ALIASES + " aliases");
                return false;
            }
            if (event instanceof ScalarEvent scalar && noText(scalar.getValue())) {
                report("a value has the character U+0000 or half of a character in it, which no database takes");
                return false;
            }
            if (documents > 1) {
                report("a file holds one document; a second one starts here");
                return false;
            }
        }
        return true;
    }

    /** Escapes can write what the text itself cannot have. */
    private static boolean noText(String value) {
        return value.codePoints()
                .anyMatch(one -> one == 0 || (one >= Character.MIN_SURROGATE && one <= Character.MAX_SURROGATE));
    }

    private boolean finite(Node root) {
        long size = new Expansion().sizeOf(root);
        if (size > MAX_NODES) {
            problems.add(root, "", "the file has more than " + MAX_NODES + " values, or an alias that contains itself");
            return false;
        }
        return true;
    }

    private void report(String message) {
        Mark mark = reached;
        problems.add(mark == null ? 1 : mark.getLine() + 1, mark == null ? 1 : mark.getColumn() + 1, "", message);
    }

    /** How many values a tree has when its aliases are written out. */
    private static final class Expansion {
        private final IdentityHashMap<Node, Long> sizes = new IdentityHashMap<>();
        private final Set<Node> open = new HashSet<>();

        long sizeOf(Node node) {
            Long known = sizes.get(node);
            if (known != null) {
                return known;
            }
            if (!open.add(node)) {
                return Integer.MAX_VALUE;
            }
            long size = 1;
            for (Node child : children(node)) {
                size = Math.min(Integer.MAX_VALUE, size + sizeOf(child));
            }
            open.remove(node);
            sizes.put(node, size);
            return size;
        }

        private static List<Node> children(Node node) {
            return switch (node) {
                case SequenceNode list -> list.getValue();
                case MappingNode map ->
                    map.getValue().stream()
                            .flatMap(tuple -> List.of(tuple.getKeyNode(), tuple.getValueNode()).stream())
                            .toList();
                case ScalarNode scalar -> List.of();
                default -> List.of();
            };
        }
    }
}
