package dev.lockkeeper.security;

import dev.lockkeeper.Failure;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A role and where it holds. On the wire {@code operator}, {@code operator@prod} (environment) or {@code
 * operator@team:accounts}.
 *
 * @param environment null for every environment
 * @param team null for every team
 */
public record Grant(Role role, @Nullable String environment, @Nullable String team) {

    private static final Pattern PLACE = Pattern.compile("[A-Za-z0-9._-]{1,62}");

    /** @throws Failure {@code invalid} for what is not a role, an environment or a team */
    public static Grant parse(String wire) {
        int at = wire.indexOf('@');
        String word = at < 0 ? wire : wire.substring(0, at);
        Role role = Role.of(word)
                .orElseThrow(
                        () -> Failure.invalid(
                                "'" + wire + "' is not a role.",
                                "The roles are viewer, author, approver, operator, auditor and admin; each may end in @ENVIRONMENT or @team:TEAM."));
        if (at < 0) {
            return new Grant(role, null, null);
        }
        String place = wire.substring(at + 1);
        boolean team = place.startsWith("team:");
        String name = team ? place.substring("team:".length()) : place;
        if (!PLACE.matcher(name).matches()) {
            throw Failure.invalid(
                    "'" + wire + "' names no environment or team after the @.",
                    "Write " + role.wire() + "@prod or " + role.wire() + "@team:accounts.");
        }
        return team ? new Grant(role, null, name) : new Grant(role, name, null);
    }

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
