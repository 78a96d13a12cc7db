package dev.lockkeeper.web;

import dev.lockkeeper.Failure;
import dev.lockkeeper.plan.Digest;
import dev.lockkeeper.target.Target;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The form of a target: what stands in each field, and what is wrong there.
 *
 * @param values field to what was typed, or to what the target has
 * @param wrong field to what was found there; the empty name is of none in particular
 * @param advice what to do about it, empty when nothing is wrong
 */
record TargetForm(Map<String, String> values, Map<String, List<String>> wrong, String advice) {
    /** Of the digest of what the target had when the form was opened. */
    static final String WAS = "was";

    private static final String KEY = "target-form.";

    /** What a field says of itself; each is a problem's path in the API. */
    private static final Map<String, String> FIELDS = Map.of(
            "policy.after", "after",
            "policy.backup", "backup",
            "policy.backup.sql", "backupWhere",
            "policy.backup.http", "backupWhere",
            "policy.backup.maxAge", "backupMaxAge",
            "policy.freeDisk.sql", "freeDiskSql",
            "policy.freeDisk.min", "freeDiskMin");

    private static final String LIMIT = "policy.limits.";

    /** From top to bottom. */
    private static final List<String> ORDER = List.of(
            "name",
            "engine",
            "url",
            "username",
            "password",
            "passwordFrom",
            "environment",
            "team",
            "replicas",
            "windows");

    TargetForm {
        values = Map.copyOf(values);
        wrong = Map.copyOf(wrong);
    }

    static TargetForm empty() {
        return new TargetForm(Map.of("engine", "postgresql"), Map.of(), "");
    }

    static TargetForm of(Target target) {
        Map<String, String> values = new TreeMap<>();
        values.put("name", target.name());
        values.put("engine", target.engine().wire());
        values.put("url", target.url());
        values.put("username", target.username());
        values.put("passwordFrom", target.passwordFrom() == null ? "" : target.passwordFrom());
        values.put("environment", target.environment());
        values.put("team", target.team() == null ? "" : target.team());
        values.put("replicas", String.join("\n", target.replicas()));
        values.put("windows", String.join("\n", target.windows()));
        values.putAll(TargetFormPolicy.values(target.policy()));
        values.put(WAS, Digest.of(values.toString()));
        return new TargetForm(values, Map.of(), "");
    }

    /** The same form with what was typed and what the façade found. */
    TargetForm refused(Map<String, String> typed, @Nullable Failure failure) {
        Map<String, String> now = new LinkedHashMap<>(values);
        now.putAll(typed);
        if (failure == null) {
            return new TargetForm(now, wrong, advice);
        }
        Map<String, List<String>> found = new LinkedHashMap<>();
        for (Failure.Problem problem : failure.problems()) {
            found.computeIfAbsent(field(problem.path()), field -> new ArrayList<>())
                    .add(place(problem.path()) + problem.message());
        }
        if (found.isEmpty()) {
            found.put("", List.of(failure.message()));
        }
        return new TargetForm(now, found, failure.advice());
    }

    private static String field(String path) {
        if (path.startsWith(LIMIT)) {
            String limit = path.substring(LIMIT.length());
            return limit.isEmpty() ? "" : "limit" + Character.toUpperCase(limit.charAt(0)) + limit.substring(1);
        }
        int list = path.indexOf('[');
        String whole = list < 0 ? path : path.substring(0, list);
        String known = FIELDS.getOrDefault(whole, whole);
        return known.startsWith("policy") ? "" : known;
    }

    /** Of a list, which line. */
    private static String place(String path) {
        int list = path.indexOf('[');
        return list < 0 ? "" : (Integer.parseInt(path.substring(list + 1, path.indexOf(']'))) + 1) + ": ";
    }

    public String value(String field) {
        return values.getOrDefault(field, "");
    }

    public List<String> wrong(String field) {
        return wrong.getOrDefault(field, List.of());
    }

    /** Fields with something wrong, from top to bottom, for a list that leads to them. */
    public List<String> places() {
        return wrong.keySet().stream()
                .filter(field -> !field.isEmpty())
                .sorted(Comparator.comparingInt(
                                (String field) -> ORDER.contains(field) ? ORDER.indexOf(field) : ORDER.size())
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    /** Whether anything of the policy is asked for, or wrong. */
    public boolean asksMore() {
        return !wrong.isEmpty()
                || values.entrySet().stream()
                        .anyMatch(value -> !ORDER.contains(value.getKey())
                                && !value.getKey().equals(WAS)
                                && !value.getValue().isEmpty());
    }

    /** Of the words of a field. */
    public String key(String field) {
        return KEY + field;
    }
}
