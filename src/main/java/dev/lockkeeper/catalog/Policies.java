package dev.lockkeeper.catalog;

import dev.lockkeeper.Failure;
import dev.lockkeeper.audit.AuditLog;
import dev.lockkeeper.plan.Level;
import dev.lockkeeper.plan.PolicyReader;
import dev.lockkeeper.plan.PolicyText;
import dev.lockkeeper.security.Person;
import dev.lockkeeper.security.Role;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** The policies of the environments. */
@Component
public class Policies {

    private static final int HISTORY = 100;
    private static final Pattern ENVIRONMENT = Pattern.compile("\\*|[A-Za-z0-9._-]{1,62}");

    private final PolicyStore store;
    private final ObjectProvider<PolicyWords> words;
    private final AuditLog audit;
    private final TransactionTemplate transaction;

    Policies(PolicyStore store, ObjectProvider<PolicyWords> words, AuditLog audit, TransactionTemplate transaction) {
        this.store = store;
        this.words = words;
        this.audit = audit;
        this.transaction = transaction;
    }

    /** That of the environment, else the one for all, else what is shipped. */
    public Policy of(String environment) {
        return holding(environment, store.newest(List.of(environment, Policy.ALL)));
    }

    /** The same of several, with one question. */
    Map<String, Policy> of(Collection<String> environments) {
        List<String> asked = Stream.concat(environments.stream(), Stream.of(Policy.ALL))
                .distinct()
                .toList();
        List<PolicyChange> all = store.newest(asked);
        return environments.stream()
                .distinct()
                .collect(Collectors.toMap(
                        Function.identity(), environment -> holding(environment, about(environment, all))));
    }

    private static List<PolicyChange> about(String environment, List<PolicyChange> changes) {
        return changes.stream()
                .filter(change -> change.environment().equals(environment)
                        || change.environment().equals(Policy.ALL))
                .toList();
    }

    /** @param newest the last changes of the environment's own and of the one for all */
    private static Policy holding(String environment, List<PolicyChange> newest) {
        Optional<PolicyChange> own = of(environment, newest);
        if (own.isPresent() && own.get().policy() != null) {
            return own.get().policy();
        }
        // What was taken away counts as well: since then the other one holds.
        Instant since = newest.stream()
                .map(PolicyChange::at)
                .max(Comparator.naturalOrder())
                .orElse(null);
        Policy forAll = of(Policy.ALL, newest).map(PolicyChange::policy).orElse(null);
        return (forAll == null ? Policy.shipped(environment) : forAll).since(since);
    }

    private static Optional<PolicyChange> of(String environment, List<PolicyChange> changes) {
        return changes.stream()
                .filter(change -> change.environment().equals(environment))
                .findFirst();
    }

    /**
     * That of the environment, as {@link #of}.
     *
     * @throws Failure {@code not-found} for an environment that the person may not see
     */
    public Policy get(String environment, Person by) {
        requireSees(environment, by);
        return of(environment);
    }

    /** What was changed for the environment itself, newest first, at most a hundred. */
    public List<PolicyChange> history(String environment, Person by) {
        requireSees(environment, by);
        return store.history(environment, HISTORY);
    }

    /** Those that are stored and that the person may see, each with who changed it last, by environment. */
    public List<PolicyChange> list(Person by) {
        return store.newest().stream()
                .filter(change -> change.policy() != null && sees(change.environment(), by))
                .toList();
    }

    private static boolean sees(String environment, Person by) {
        return environment.equals(Policy.ALL) || by.seesEnvironment(environment);
    }

    private static void requireSees(String environment, Person by) {
        if (!ENVIRONMENT.matcher(environment).matches() || !sees(environment, by)) {
            throw Failure.notFound("environment", environment);
        }
    }

    /** @param created whether the environment had none of its own before */
    public record Stored(PolicyChange change, boolean created) {}

    /**
     * Stores the policy of an environment; the same again changes nothing.
     *
     * @param text YAML or JSON; an environment that it names must be this one
     * @throws Failure {@code invalid-policy} with every finding, {@code invalid}, {@code too-large}, {@code forbidden} (needs admin
     *     there)
     */
    public Stored set(String environment, String text, Person by) {
        by.require(Role.ADMIN, environment.equals(Policy.ALL) ? null : environment, null);
        if (!ENVIRONMENT.matcher(environment).matches()) {
            throw Failure.invalid(
                    "'" + environment + "' is not an environment. Nothing was stored.",
                    "Use up to 62 letters, digits and . _ -, or * for all without a policy of their own.");
        }
        Policy policy = policy(environment, PolicyReader.read(text, words()));
        return Objects.requireNonNull(transaction.execute(status -> set(environment, policy, by)));
    }

    private Stored set(String environment, Policy policy, Person by) {
        store.inTurn();
        Optional<PolicyChange> newest = store.newest(environment);
        Policy before = newest.map(PolicyChange::policy).orElse(null);
        if (before != null && before.digest().equals(policy.digest())) {
            return new Stored(newest.orElseThrow(), false);
        }
        PolicyChange change = store.add(environment, policy, by);
        audit.record(by.actor(), "policy.set", subject(environment), shown(before), shown(policy), null);
        return new Stored(change, before == null);
    }

    /**
     * Takes the environment's own away; then the one for all holds, or what is shipped.
     *
     * @throws Failure {@code not-found} when it has none, {@code forbidden} (needs admin there)
     */
    public void remove(String environment, Person by) {
        by.require(Role.ADMIN, environment.equals(Policy.ALL) ? null : environment, null);
        transaction.executeWithoutResult(status -> {
            store.inTurn();
            Policy before = store.newest(environment)
                    .map(PolicyChange::policy)
                    .orElseThrow(() -> Failure.notFound("policy of", environment));
            store.add(environment, null, by);
            audit.record(by.actor(), "policy.remove", subject(environment), shown(before), null, null);
        });
    }

    private static Policy policy(String environment, PolicyText text) {
        if (text.environment() != null && !text.environment().equals(environment)) {
            throw Failure.invalid(
                    "The policy is of the environment '" + text.environment() + "', not of '" + environment
                            + "'. Nothing was stored.",
                    "Send it to the environment that it names, or change the name.");
        }
        return new Policy(environment, text.lint(), text.checks(), approvers(text.approvals()), null);
    }

    private static Policy.Approvers approvers(PolicyText.Approvers text) {
        return new Policy.Approvers(
                text.count(),
                text.roles().stream().map(role -> Role.of(role).orElseThrow()).toList(),
                text.phases().entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, phase -> approvers(phase.getValue()))));
    }

    private PolicyText.Words words() {
        return new PolicyText.Words(
                known(PolicyWords::rules),
                known(PolicyWords::checks),
                known(PolicyWords::unbending),
                Arrays.stream(Role.values()).map(Role::wire).toList());
    }

    private List<String> known(Function<PolicyWords, List<String>> which) {
        return words.stream()
                .flatMap(each -> which.apply(each).stream())
                .distinct()
                .sorted()
                .toList();
    }

    private static String subject(String environment) {
        return "policy:" + environment;
    }

    private static @Nullable Map<String, Object> shown(@Nullable Policy policy) {
        if (policy == null) {
            return null;
        }
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("lint", levels(policy.lint()));
        shown.put("checks", levels(policy.checks()));
        shown.put("approvals", policy.approvals().words());
        shown.put("digest", policy.digest());
        return shown;
    }

    private static Map<String, String> levels(Map<String, Level> levels) {
        Map<String, String> words = new TreeMap<>();
        levels.forEach((name, level) -> words.put(name, level.wire()));
        return words;
    }
}
