package dev.lockkeeper.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a record says was before and is after, field by field.
 *
 * @param changed fields that differ, are new, or have gone
 * @param same the others
 */
record FieldDiff(List<Field> changed, List<Field> same) {
    FieldDiff {
        changed = List.copyOf(changed);
        same = List.copyOf(same);
    }

    /**
     * @param path such as {@code policy.limits.idle} or {@code windows[0]}
     * @param before null when there was none
     * @param after null when there is none
     */
    record Field(String path, @Nullable String before, @Nullable String after) {
        public boolean added() {
            return before == null;
        }

        public boolean removed() {
            return after == null;
        }
    }

    static FieldDiff of(@Nullable String before, @Nullable String after, JsonMapper json) {
        Map<String, String> was = fields(before, json);
        Map<String, String> is = fields(after, json);
        withoutEmpty(was, is);
        withoutEmpty(is, was);
        TreeSet<String> paths = new TreeSet<>(was.keySet());
        paths.addAll(is.keySet());
        List<Field> changed = new ArrayList<>();
        List<Field> same = new ArrayList<>();
        for (String path : paths) {
            Field field = new Field(path, was.get(path), is.get(path));
            (Objects.equals(field.before(), field.after()) ? same : changed).add(field);
        }
        return new FieldDiff(changed, same);
    }

    /** A list that was emptied has lost its entries, and gained nothing. */
    private static void withoutEmpty(Map<String, String> fields, Map<String, String> others) {
        fields.entrySet()
                .removeIf(field ->
                        (field.getValue().equals("[]") || field.getValue().equals("{}"))
                                && others.keySet().stream()
                                        .anyMatch(other -> other.startsWith(field.getKey() + "[")
                                                || other.startsWith(field.getKey() + ".")));
    }

    private static Map<String, String> fields(@Nullable String text, JsonMapper json) {
        Map<String, String> fields = new TreeMap<>();
        if (text != null) {
            gather("", json.readTree(text), fields);
        }
        return fields;
    }

    private static void gather(String path, JsonNode node, Map<String, String> fields) {
        if (node.isObject() && !node.isEmpty()) {
            node.properties()
                    .forEach(entry -> gather(
                            path.isEmpty() ? entry.getKey() : path + "." + entry.getKey(), entry.getValue(), fields));
        } else if (node.isArray() && !node.isEmpty()) {
            for (int i = 0; i < node.size(); i++) {
                gather(path + "[" + i + "]", node.get(i), fields);
            }
        } else {
            fields.put(path, node.isString() ? node.asString() : node.toString());
        }
    }
}
