package dev.lockkeeper.plan;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Where the SQL of a migration file stands in it. A plan carries no places; whoever has to point at one reads the text again.
 */
public final class SqlPlaces {

    /** @param line 1 for the first of the file, @param column 1 for the first character of the line */
    public record Place(int line, int column) {}

    private final String text;
    private final @Nullable Node root;
    private final Map<Node, ScalarPlaces> known = new HashMap<>();

    private SqlPlaces(String text) {
        this.text = text;
        this.root = YamlTree.root(text, new Problems());
    }

    /** @param yaml a file that {@link PlanReader} has read */
    public static SqlPlaces of(String yaml) {
        return new SqlPlaces(yaml.startsWith("\uFEFF") ? yaml.substring(1) : yaml);
    }

    /**
     * A place in the SQL of a step as one of the file.
     *
     * @param phase and @param step 0-based, @param key {@code up} or {@code down}
     * @param line and @param column 1-based, inside that SQL
     */
    public Place in(int phase, int step, String key, int line, int column) {
        Node body = body(phase, step);
        if (child(body, key) instanceof ScalarNode sql) {
            return known.computeIfAbsent(sql, node -> new ScalarPlaces(text, sql))
                    .at(line, column);
        }
        return place(body);
    }

    /** The rule's own key in the step's {@code allow}. */
    public Place allow(int phase, int step, String rule) {
        Node allow = child(body(phase, step), "allow");
        if (allow instanceof MappingNode map) {
            for (NodeTuple tuple : map.getValue()) {
                if (tuple.getKeyNode() instanceof ScalarNode key
                        && key.getValue().equals(rule)) {
                    return place(key);
                }
            }
        }
        return place(allow);
    }

    private @Nullable Node body(int phase, int step) {
        Node steps = child(element(child(root, "phases"), phase), "steps");
        return element(steps, step) instanceof MappingNode one
                        && !one.getValue().isEmpty()
                ? one.getValue().getFirst().getValueNode()
                : null;
    }

    private static @Nullable Node element(@Nullable Node list, int index) {
        List<Node> elements = list instanceof SequenceNode sequence ? sequence.getValue() : List.of();
        return index < elements.size() ? elements.get(index) : null;
    }

    private static @Nullable Node child(@Nullable Node map, String key) {
        if (map instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                if (tuple.getKeyNode() instanceof ScalarNode name
                        && name.getValue().equals(key)) {
                    return tuple.getValueNode();
                }
            }
        }
        return null;
    }

    private static Place place(@Nullable Node node) {
        Mark mark = node == null ? null : node.getStartMark().orElse(null);
        return mark == null ? new Place(1, 1) : new Place(mark.getLine() + 1, mark.getColumn() + 1);
    }
}
