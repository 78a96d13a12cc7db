package dev.lockkeeper.security;

import org.jspecify.annotations.Nullable;

/**
 * A role and where it holds. On the wire {@code operator}, {@code operator@prod} (environment) or {@code
 * operator@team:accounts}.
 *
 * @param environment null for every environment
 * @param team null for every team
 */
public record Grant(Role role, @Nullable String environment, @Nullable String team) {

    /** Whether it holds for a thing of that environment and team; null means that the thing has none. */
    public boolean covers(@Nullable String ofEnvironment, @Nullable String ofTeam) {
        return (environment == null || environment.equals(ofEnvironment)) && (team == null || team.equals(ofTeam));
    }

    public String wire() {
        if (environment != null) {
            return role.wire() + "@" + environment;
        }
        return team != null ? role.wire() + "@team:" + team : role.wire();
    }
}
