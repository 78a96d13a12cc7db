package dev.lockkeeper.api;

import dev.lockkeeper.catalog.Policy;
import dev.lockkeeper.catalog.PolicyChange;
import dev.lockkeeper.plan.Level;
import dev.lockkeeper.security.Role;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What an environment asks for.
 *
 * @param source {@code own}, {@code all} when that for all holds here, {@code shipped} when nobody has stored one
 * @param digest the same for policies that ask for the same
 * @param changedAt when it came to hold here; left out for what is shipped
 * @param changedBy left out where the policy is not the environment's own
 * @param history of the environment's own, newest first; left out in lists
 */
record PolicyJson(
        String environment,
        String source,
        Map<String, String> lint,
        Map<String, String> checks,
        ApproversJson approvals,
        String digest,
        @Nullable Instant changedAt,
        @Nullable String changedBy,
        @Nullable List<ChangeJson> history) {

    /** @param phases what a phase asks for instead; left out inside a phase */
    record ApproversJson(int count, List<String> roles, @Nullable Map<String, ApproversJson> phases) {
        static ApproversJson of(Policy.Approvers approvers, boolean whole) {
            Map<String, ApproversJson> phases = new TreeMap<>();
            approvers.phases().forEach((phase, own) -> phases.put(phase, of(own, false)));
            return new ApproversJson(
                    approvers.count(),
                    approvers.roles().stream().map(Role::wire).toList(),
                    whole ? phases : null);
        }
    }

    /** @param digest left out when the policy was taken away */
    record ChangeJson(
            String changedBy,
            Instant changedAt,
            @Nullable String digest,
            @Nullable Map<String, String> lint,
            @Nullable Map<String, String> checks,
            @Nullable ApproversJson approvals) {
        static ChangeJson of(PolicyChange change) {
            Policy policy = change.policy();
            return policy == null
                    ? new ChangeJson(change.by(), change.at(), null, null, null, null)
                    : new ChangeJson(
                            change.by(),
                            change.at(),
                            policy.digest(),
                            words(policy.lint()),
                            words(policy.checks()),
                            ApproversJson.of(policy.approvals(), true));
        }
    }

    /** What is stored for the environment itself. */
    static PolicyJson of(PolicyChange change, Policy policy) {
        return of(change.environment(), "own", policy, change.by(), null);
    }

    /** What holds for the environment. */
    static PolicyJson of(String environment, Policy policy, List<PolicyChange> history) {
        boolean own = !history.isEmpty() && history.getFirst().policy() != null;
        boolean shipped = !own && !policy.environment().equals(Policy.ALL);
        return of(
                environment,
                own ? "own" : shipped || environment.equals(Policy.ALL) ? "shipped" : "all",
                policy,
                own ? history.getFirst().by() : null,
                history.stream().map(ChangeJson::of).toList());
    }

    private static PolicyJson of(
            String environment, String source, Policy policy, @Nullable String by, @Nullable List<ChangeJson> history) {
        return new PolicyJson(
                environment,
                source,
                words(policy.lint()),
                words(policy.checks()),
                ApproversJson.of(policy.approvals(), true),
                policy.digest(),
                policy.since(),
                by,
                history);
    }

    private static Map<String, String> words(Map<String, Level> levels) {
        Map<String, String> words = new TreeMap<>();
        levels.forEach((name, level) -> words.put(name, level.wire()));
        return words;
    }
}
