package dev.lockkeeper.web;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A target's policy as fields of a form, and back. What is written in a field stands in the policy as it was written. */
final class TargetFormPolicy {
    private static final String BACKUP = "backup";
    private static final String WHERE = "backupWhere";
    private static final String MAX_AGE = "maxAge";
    private static final String FREE_DISK = "freeDisk";

    /** Of {@code policy.limits}, each a field named {@code limit…}. */
    static final List<String> LIMITS = List.of("transaction", "idle", "replicaLag", "retainedLog", "historyList");

    private TargetFormPolicy() {}

    static Map<String, String> values(Map<String, Object> policy) {
        Map<String, String> values = new TreeMap<>();
        Object after = policy.get("after");
        values.put("after", after instanceof List<?> list ? joined(list) : text(after));
        Map<?, ?> backup = map(policy.get(BACKUP));
        String way = backup.containsKey("sql") ? "sql" : backup.containsKey("http") ? "http" : "";
        values.put(BACKUP, Boolean.TRUE.equals(backup.get("attest")) ? "attest" : way);
        values.put(WHERE, way.isEmpty() ? "" : text(backup.get(way)));
        values.put("backupMaxAge", text(backup.get(MAX_AGE)));
        Map<?, ?> disk = map(policy.get(FREE_DISK));
        values.put("freeDiskSql", text(disk.get("sql")));
        values.put("freeDiskMin", text(disk.get("min")));
        Map<?, ?> limits = map(policy.get("limits"));
        LIMITS.forEach(limit -> values.put(field(limit), text(limits.get(limit))));
        return values;
    }

    /** Only what was filled in; what is wrong with it is found by whoever takes it. */
    static Map<String, Object> policy(Map<String, String> form) {
        Map<String, Object> policy = new LinkedHashMap<>();
        String after = form.getOrDefault("after", "").strip();
        if (!after.isEmpty()) {
            policy.put("after", Arrays.stream(after.split("[,\\s]+", -1)).toList());
        }
        put(policy, BACKUP, backup(form));
        Map<String, Object> disk = new LinkedHashMap<>();
        put(disk, "sql", form.get("freeDiskSql"));
        put(disk, "min", form.get("freeDiskMin"));
        put(policy, FREE_DISK, disk);
        Map<String, Object> limits = new LinkedHashMap<>();
        LIMITS.forEach(limit -> put(limits, limit, form.get(field(limit))));
        put(policy, "limits", limits);
        return policy;
    }

    private static Map<String, Object> backup(Map<String, String> form) {
        Map<String, Object> backup = new LinkedHashMap<>();
        switch (form.getOrDefault(BACKUP, "")) {
            case "attest" -> backup.put("attest", true);
            case "sql", "http" ->
                backup.put(
                        form.getOrDefault(BACKUP, ""),
                        form.getOrDefault(WHERE, "").strip());
            default -> {
                // None was chosen: what stands in the other fields asks for one.
                if (!form.getOrDefault(WHERE, "").isBlank()) {
                    backup.put("where", form.getOrDefault(WHERE, ""));
                }
            }
        }
        put(backup, MAX_AGE, form.get("backupMaxAge"));
        return backup;
    }

    private static void put(Map<String, Object> into, String name, @Nullable Object value) {
        if (value instanceof Map<?, ?> map && !map.isEmpty()) {
            into.put(name, map);
        } else if (value instanceof String text && !text.isBlank()) {
            into.put(name, text.strip());
        }
    }

    private static String field(String limit) {
        return "limit" + Character.toUpperCase(limit.charAt(0)) + limit.substring(1);
    }

    private static Map<?, ?> map(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : String.valueOf(value);
    }

    private static String joined(List<?> list) {
        return list.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }
}
