package dev.lockkeeper.catalog;

import dev.lockkeeper.plan.Level;
import dev.lockkeeper.security.Role;
import java.util.List;
import java.util.Map;

/**
 * What an environment asks for. What it does not speak of is as Lockkeeper ships it.
 *
 * @param environment {@code *} for all that have none of their own
 * @param lint rule to level
 * @param checks check of the board to level; those that can never be overridden cannot be set lower either
 * @param approvals by how many, and by whom
 */
public record Policy(String environment, Map<String, Level> lint, Map<String, Level> checks, Approvers approvals) {

    /** The environment of the policy for all that have none of their own. */
    public static final String ALL = "*";

    public Policy {
        lint = Map.copyOf(lint);
        checks = Map.copyOf(checks);
    }

    /** As shipped. */
    public static Policy shipped(String environment) {
        return new Policy(environment, Map.of(), Map.of(), Approvers.ONE);
    }

    /**
     * Who has to approve.
     *
     * @param count different people, never the author
     * @param roles of which an approver needs one
     * @param phases phase to what it asks for instead; a phase that is named here needs approvals of its own
     */
    public record Approvers(int count, List<Role> roles, Map<String, Approvers> phases) {
        public static final Approvers ONE = new Approvers(1, List.of(Role.APPROVER), Map.of());

        public Approvers {
            roles = List.copyOf(roles);
            phases = Map.copyOf(phases);
        }
    }
}
