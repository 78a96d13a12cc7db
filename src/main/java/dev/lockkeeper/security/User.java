package dev.lockkeeper.security;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A person or a service.
 *
 * @param hasPassword false for one that only tokens act for
 * @param disabledAt null while it may sign in
 */
public record User(
        long id,
        String username,
        List<Grant> grants,
        boolean hasPassword,
        Instant createdAt,
        @Nullable Instant disabledAt) {

    public User {
        grants = List.copyOf(grants);
    }

    public List<String> roles() {
        return grants.stream().map(Grant::wire).sorted().toList();
    }

    public boolean enabled() {
        return disabledAt == null;
    }
}
