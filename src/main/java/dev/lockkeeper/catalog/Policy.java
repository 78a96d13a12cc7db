package dev.lockkeeper.catalog;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.plan.Digest;
import dev.lockkeeper.plan.Level;
import dev.lockkeeper.security.Grant;
import dev.lockkeeper.security.Person;
import dev.lockkeeper.security.Role;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What an environment asks for. What it does not speak of is as Lockkeeper ships it.
 *
 * @param environment {@code *} for all that have none of their own
 * @param lint rule to level
 * @param checks check of the board to level; those that can never be overridden cannot be set lower either
 * @param approvals by how many, and by whom
 * @param since when it came to hold for the environment, null for what is shipped
 */
public record Policy(
        String environment,
        Map<String, Level> lint,
        Map<String, Level> checks,
        Approvers approvals,
        @Nullable Instant since) {

    /** The environment of the policy for all that have none of their own. */
    public static final String ALL = "*";

    public Policy {
        lint = Map.copyOf(lint);
        checks = Map.copyOf(checks);
    }

    public Policy(String environment, Map<String, Level> lint, Map<String, Level> checks, Approvers approvals) {
        this(environment, lint, checks, approvals, null);
    }

    /** As shipped. */
    public static Policy shipped(String environment) {
        return new Policy(environment, Map.of(), Map.of(), Approvers.ONE);
    }

    Policy since(@Nullable Instant at) {
        return new Policy(environment, lint, checks, approvals, at);
    }

    /** SHA-256 over all that it asks for; the same for policies that ask for the same. */
    public String digest() {
        return Digest.of("lint " + new TreeMap<>(lint) + "\nchecks " + new TreeMap<>(checks) + "\napprovals "
                + approvals.text());
    }

    /** Whether an approval of the plan as a whole does not cover that phase here. */
    public boolean asksOwn(String phase) {
        return approvals.phases().containsKey(phase);
    }

    /** {@code the policy of prod}, {@code the policy of all environments}. */
    public String title() {
        return "the policy of " + (environment.equals(ALL) ? "all environments" : environment);
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

        /** What is asked for the phase; null for the plan as a whole. */
        public Approvers of(@Nullable String phase) {
            return phase == null ? this : phases.getOrDefault(phase, this);
        }

        /** SHA-256; an approval is bound to it, so that it is void when other people or more of them are asked for. */
        public String digest() {
            return Digest.of(text());
        }

        /** {@code 2 approvers}, {@code 1 approver, contract 2 of approver or admin}: for people. */
        public String words() {
            return plain()
                    + new TreeMap<>(phases)
                            .entrySet().stream()
                                    .map(phase -> ", " + phase.getKey() + " "
                                            + phase.getValue().plain())
                                    .collect(Collectors.joining());
        }

        /** The roles in words: {@code approver or admin}. */
        public String roleWords() {
            return roles.stream().map(Role::wire).collect(Collectors.joining(" or "));
        }

        /** Whether any of the roles is given there. */
        public boolean heldBy(List<Grant> grants, @Nullable String environment, @Nullable String team) {
            return grants.stream().anyMatch(grant -> roles.contains(grant.role()) && grant.covers(environment, team));
        }

        /** Whether an approval of those grants counts for the plan or for any of its phases. */
        public boolean heldAnywhereBy(List<Grant> grants, @Nullable String environment, @Nullable String team) {
            return heldBy(grants, environment, team)
                    || phases.values().stream().anyMatch(phase -> phase.heldBy(grants, environment, team));
        }

        /** @throws Failure {@code forbidden}, naming the roles */
        void require(@Nullable String environment, @Nullable String team, Person by) {
            if (roles.size() == 1) {
                by.require(roles.getFirst(), environment, team);
            } else if (!heldBy(by.grants(), environment, team)) {
                throw new Failure(
                        Code.FORBIDDEN,
                        "This needs one of the roles " + roleWords() + (environment == null ? "" : " in " + environment)
                                + (team == null ? "" : " for team " + team) + ". Nothing was changed.",
                        "Ask an admin for one of them, or somebody who has it to do this.");
            }
        }

        private String plain() {
            return roles.size() == 1
                    ? count + " " + roleWords() + (count == 1 ? "" : "s")
                    : count + " of " + roleWords();
        }

        private String text() {
            return count + " of " + roles.stream().map(Role::wire).sorted().toList()
                    + new TreeMap<>(phases)
                            .entrySet().stream()
                                    .map(phase -> "; " + phase.getKey() + ": "
                                            + phase.getValue().text())
                                    .collect(Collectors.joining());
        }
    }
}
