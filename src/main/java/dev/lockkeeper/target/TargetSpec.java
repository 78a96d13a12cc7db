package dev.lockkeeper.target;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a registration or a change of a target says; a null field of a change leaves it as it is. */
public record TargetSpec(
        @Nullable String name,
        @Nullable String engine,
        @Nullable String url,
        @Nullable String username,
        @Nullable String password,
        @Nullable String passwordFrom,
        @Nullable String environment,
        @Nullable String team,
        @Nullable List<String> replicas,
        @Nullable List<String> windows,
        @Nullable Map<String, Object> policy) {

    /** Without the secret, so that a log line cannot show it. */
    @Override
    public String toString() {
        return "TargetSpec[" + name + ", " + engine + ", " + url + "]";
    }
}
