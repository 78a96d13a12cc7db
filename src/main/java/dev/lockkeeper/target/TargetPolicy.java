package dev.lockkeeper.target;

import dev.lockkeeper.Failure;
import dev.lockkeeper.plan.Durations;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a target asks of its launches, as its {@code policy} says.
 *
 * @param after environments on which the same revision must have succeeded before
 * @param backup null when nothing is asked
 * @param freeDisk null when nobody can tell but the server
 */
public record TargetPolicy(
        List<String> after, @Nullable Backup backup, @Nullable FreeDisk freeDisk, Limits limits, List<Wrong> wrong) {

    private static final Set<String> KEYS = Set.of("after", "backup", "freeDisk", "limits");
    private static final Set<String> LIMITS = Set.of("transaction", "idle", "replicaLag", "retainedLog", "historyList");
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,12})(B|KiB|MiB|GiB|TiB)?");

    /** Policies are shown and recorded as they are. */
    private static final Pattern SECRET =
            Pattern.compile("(?i)(password|passwd|pwd|secret|token|api_?key|access_?key|signature|\\bsig)\\s*=");

    private static final int LONGEST_SQL = 4000;

    public TargetPolicy {
        after = List.copyOf(after);
        wrong = List.copyOf(wrong);
    }

    /** What cannot be read. @param path {@code backup.maxAge}; @param notYet whether it is a policy that nobody knows */
    public record Wrong(String path, String message, boolean notYet) {}

    /**
     * How one knows of a backup. Exactly one of {@code sql} and {@code http} is set, or {@code attest} is true.
     *
     * @param sql returns the time of the last good one
     * @param http answers with it
     * @param attest a person says so at the launch, with a link
     */
    public record Backup(@Nullable String sql, @Nullable URI http, boolean attest, Duration maxAge) {}

    /** @param sql returns free bytes; @param min bytes that must be free in any case */
    public record FreeDisk(String sql, long min) {}

    public static TargetPolicy of(Target target) {
        return of(target.policy());
    }

    public static TargetPolicy of(Map<String, Object> policy) {
        return new Reading().policy(policy);
    }

    /** Reads one, and finds everything that is wrong with it. */
    private static final class Reading {
        private final List<Wrong> wrong = new ArrayList<>();

        TargetPolicy policy(Map<String, Object> policy) {
            policy.keySet().stream()
                    .filter(key -> !KEYS.contains(key))
                    .sorted()
                    .forEach(key ->
                            wrong.add(new Wrong(key, "is not known: one of after, backup, freeDisk, limits", true)));
            return new TargetPolicy(
                    after(policy.get("after")),
                    backup(policy.get("backup")),
                    freeDisk(policy.get("freeDisk")),
                    limits(policy.get("limits")),
                    wrong);
        }

        private List<String> after(@Nullable Object value) {
            List<String> after = new ArrayList<>();
            List<?> all = value == null ? List.of() : value instanceof List<?> list ? list : List.of(value);
            for (Object one : all) {
                if (one instanceof String text && text.matches("[a-z0-9-]{1,62}")) {
                    after.add(text);
                } else {
                    find("after", "an environment, or a list of them");
                }
            }
            return after;
        }

        private @Nullable Backup backup(@Nullable Object value) {
            Map<?, ?> map = map("backup", value, Set.of("sql", "http", "attest", "maxAge"));
            if (map == null) {
                return null;
            }
            String sql = map.get("sql") == null ? null : sql("backup.sql", map.get("sql"));
            URI http = map.get("http") == null ? null : http(map.get("http"));
            boolean attest = Boolean.TRUE.equals(map.get("attest"));
            long ways = java.util.stream.Stream.of("sql", "http")
                            .filter(map::containsKey)
                            .count()
                    + (attest ? 1 : 0);
            if (ways != 1) {
                find("backup", "one of sql, http and attest: true");
            }
            Duration maxAge = duration("backup.maxAge", map.get("maxAge"), Duration.ofDays(1));
            return new Backup(sql, http, attest, maxAge);
        }

        private @Nullable FreeDisk freeDisk(@Nullable Object value) {
            Map<?, ?> map = map("freeDisk", value, Set.of("sql", "min"));
            if (map == null) {
                return null;
            }
            return new FreeDisk(sql("freeDisk.sql", map.get("sql")), bytes("freeDisk.min", map.get("min"), 0));
        }

        private Limits limits(@Nullable Object value) {
            Map<?, ?> map = map("limits", value, LIMITS);
            Limits shipped = Limits.SHIPPED;
            if (map == null) {
                return shipped;
            }
            return new Limits(
                    duration("limits.transaction", map.get("transaction"), shipped.transaction()),
                    duration("limits.idle", map.get("idle"), shipped.idle()),
                    duration("limits.replicaLag", map.get("replicaLag"), shipped.replicaLag()),
                    bytes("limits.retainedLog", map.get("retainedLog"), shipped.retainedLog()),
                    bytes("limits.historyList", map.get("historyList"), shipped.historyList()));
        }

        private @Nullable Map<?, ?> map(String path, @Nullable Object value, Set<String> keys) {
            if (value == null) {
                return null;
            }
            if (!(value instanceof Map<?, ?> map)) {
                find(
                        path,
                        "an object with "
                                + String.join(", ", keys.stream().sorted().toList()));
                return null;
            }
            map.keySet().stream()
                    .map(String::valueOf)
                    .filter(key -> !keys.contains(key))
                    .sorted()
                    .forEach(key -> find(path + "." + key, "is not known"));
            return map;
        }

        private String sql(String path, @Nullable Object value) {
            if (value instanceof String text && SECRET.matcher(text).find()) {
                find(path, "a query without a password in it: who sees the target reads it, and so does the record");
                return "";
            }
            if (value instanceof String text && !text.isBlank() && text.length() <= LONGEST_SQL) {
                return text;
            }
            find(path, "a query of one value, at most " + LONGEST_SQL + " characters");
            return "";
        }

        private @Nullable URI http(@Nullable Object value) {
            try {
                URI uri = URI.create(String.valueOf(value));
                if (uri.getHost() != null
                        && uri.getUserInfo() == null
                        && !SECRET.matcher(uri.toString()).find()
                        && Set.of("http", "https").contains(uri.getScheme())) {
                    return uri;
                }
            } catch (IllegalArgumentException e) {
                // As any other text that is no address.
            }
            find(
                    "backup.http",
                    "an address beginning with http:// or https://, without a password or a token in it: who sees the target reads it");
            return null;
        }

        private Duration duration(String path, @Nullable Object value, Duration otherwise) {
            if (value == null) {
                return otherwise;
            }
            try {
                return Durations.parse(String.valueOf(value));
            } catch (Failure failure) {
                find(path, failure.message() + " " + failure.advice());
                return otherwise;
            }
        }

        private long bytes(String path, @Nullable Object value, long otherwise) {
            if (value == null) {
                return otherwise;
            }
            Matcher size = SIZE.matcher(String.valueOf(value));
            if (!size.matches()) {
                find(path, "a whole number, or a size such as 10GiB");
                return otherwise;
            }
            int power = size.group(2) == null
                    ? 0
                    : List.of("B", "KiB", "MiB", "GiB", "TiB").indexOf(size.group(2));
            return Long.parseLong(size.group(1)) << (10 * power);
        }

        private void find(String path, String message) {
            wrong.add(new Wrong(path, message, false));
        }
    }
}
