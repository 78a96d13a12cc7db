package dev.lockkeeper.target;

import dev.lockkeeper.plan.Digest;
import dev.lockkeeper.plan.Engine;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A registered database, without its secret.
 *
 * @param url of the driver, for example {@code jdbc:postgresql://db:5432/shop}
 * @param passwordFrom {@code env:NAME} or {@code file:/path}, null when the password is stored encrypted
 * @param environment for example {@code prod}; roles and policies are given by it
 * @param replicas addresses of replicas, for the lag signal
 * @param windows when launches are allowed; empty for always
 * @param policy settings by environment
 */
public record Target(
        long id,
        String name,
        Engine engine,
        String url,
        String username,
        @Nullable String passwordFrom,
        String environment,
        @Nullable String team,
        List<String> replicas,
        List<String> windows,
        Map<String, Object> policy) {
    public Target {
        replicas = List.copyOf(replicas);
        windows = List.copyOf(windows);
        policy = Map.copyOf(policy);
    }

    /** The same login at another address of it. */
    Target at(String address) {
        return new Target(
                id, name, engine, address, username, passwordFrom, environment, team, replicas, windows, policy);
    }

    /** Changes when the name comes to mean another database or environment: what was approved for one is not for the other. */
    public String fingerprint() {
        return Digest.of(id + "\n" + engine.wire() + "\n" + url + "\n" + environment);
    }
}
