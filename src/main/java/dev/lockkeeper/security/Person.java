package dev.lockkeeper.security;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.audit.Actor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The one who asks: a signed-in user, or a user through a token.
 *
 * @param via the token's name, null for a session
 */
public record Person(long userId, String username, List<Grant> grants, @Nullable String via, @Nullable String address) {

    public Person {
        grants = List.copyOf(grants);
    }

    public Actor actor() {
        return new Actor(via == null ? "user" : "token", userId, username, via, address);
    }

    /** Whether any of the roles holds for a thing of that environment and team. An admin may do everything but approve. */
    public boolean may(Role role, @Nullable String environment, @Nullable String team) {
        return grants.stream().anyMatch(grant -> grant.role() == role && grant.covers(environment, team));
    }

    /** Whether the role holds anywhere at all; decides what menus show, never what is done. */
    public boolean mayAnywhere(Role role) {
        return grants.stream().anyMatch(grant -> grant.role() == role);
    }

    /** Whether the thing may be looked at: any role that covers it. */
    public boolean sees(@Nullable String environment, @Nullable String team) {
        return grants.stream().anyMatch(grant -> grant.covers(environment, team));
    }

    /** Whether a thing that belongs to a team but to no environment may be looked at. */
    public boolean seesTeam(@Nullable String team) {
        return grants.stream()
                .anyMatch(grant -> grant.team() == null || grant.team().equals(team));
    }

    /** Whether anything of that environment may be looked at: any role that holds there, for whichever team. */
    public boolean seesEnvironment(String environment) {
        return grants.stream()
                .anyMatch(grant ->
                        grant.environment() == null || grant.environment().equals(environment));
    }

    /** @throws Failure {@code forbidden}, naming the role that is missing and where */
    public void require(Role role, @Nullable String environment, @Nullable String team) {
        if (!may(role, environment, team)) {
            String where =
                    (environment == null ? "" : " in " + environment) + (team == null ? "" : " for team " + team);
            throw new Failure(
                    Code.FORBIDDEN,
                    "This needs the role " + role.wire() + where + "; you have " + wireGrants()
                            + ". Nothing was changed.",
                    "Ask an admin for the role, or somebody who has it to do this.");
        }
    }

    private String wireGrants() {
        return grants.isEmpty()
                ? "no role"
                : String.join(", ", grants.stream().map(Grant::wire).toList());
    }
}
