package dev.lockkeeper.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * A map of the file. Each key that a reader asks for is thereby known; {@link #done()} reports the others.
 */
final class Fields {

    /** @param key the key's place, for findings about the key itself */
    record Entry(String name, Value key, Value value) {}

    private final Value owner;
    private final String what;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Set<String> known = new LinkedHashSet<>();

    /** @param what names the map in messages: {@code addColumn}, {@code a phase} */
    Fields(Value owner, String what) {
        this.owner = owner;
        this.what = what;
        if (owner.node() instanceof MappingNode map && map.isResolved()) {
            map.getValue().forEach(this::enter);
        } else {
            owner.problem(what + " must be a map of keys and values");
        }
    }

    private void enter(NodeTuple tuple) {
        if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
            owner.child(tuple.getKeyNode(), "?").problem("a key must be a single word");
            return;
        }
        String name = key.getValue();
        Entry entry = new Entry(name, owner.child(key, name), owner.child(tuple.getValueNode(), name));
        if (entries.putIfAbsent(name, entry) != null) {
            entry.key().problem("'" + name + "' is there twice");
        }
    }

    /** The value of the key; when it is missing, a finding and a value whose readings are stand-ins. */
    <T> T required(String key, Function<Value, T> read) {
        Value value = find(key);
        if (value == null) {
            if (owner.node() instanceof MappingNode) {
                owner.problem(what + " needs '" + key + "'");
            }
            return read.apply(new Value(null, owner.path() + "." + key, owner.problems()));
        }
        return read.apply(value);
    }

    <T> @Nullable T optional(String key, Function<Value, T> read) {
        Value value = find(key);
        return value == null ? null : read.apply(value);
    }

    <T> T optional(String key, Function<Value, T> read, T otherwise) {
        Value value = find(key);
        return value == null ? otherwise : read.apply(value);
    }

    boolean has(String key) {
        return find(key) != null;
    }

    @Nullable
    Value find(String key) {
        known.add(key);
        Entry entry = entries.get(key);
        return entry == null ? null : entry.value();
    }

    /** Every entry, for maps whose keys are the author's. */
    List<Entry> all() {
        known.addAll(entries.keySet());
        return new ArrayList<>(entries.values());
    }

    void problem(String message) {
        owner.problem(message);
    }

    Value owner() {
        return owner;
    }

    /** Reports the keys that nobody asked for. */
    void done() {
        for (Entry entry : entries.values()) {
            if (!known.contains(entry.name())) {
                entry.key()
                        .problem(what + " has no key '" + entry.name() + "'" + Suggestion.among(known, entry.name()));
            }
        }
    }
}
