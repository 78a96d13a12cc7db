package dev.lockkeeper.lint.postgres;

import dev.lockkeeper.lint.Case;
import dev.lockkeeper.lint.Remark;
import dev.lockkeeper.lint.Rule;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who speaks where two rules have the same against one clause: the one that knows more of it. */
final class Precedence {

    /** A rule, and those that it is silent for. */
    private static final Map<String, Set<String>> YIELDS = Map.ofEntries(
            Map.entry("adding-required-field", Set.of("adding-serial-primary-key-field")),
            Map.entry(
                    "adding-field-with-default",
                    Set.of("adding-serial-primary-key-field", "adding-auto-incrementing-field")),
            Map.entry("adding-auto-incrementing-field", Set.of("adding-serial-primary-key-field")),
            Map.entry("adding-not-nullable-field", Set.of("adding-required-field", "adding-field-with-default")),
            Map.entry("constraint-missing-not-valid", Set.of("adding-foreign-key-constraint")),
            Map.entry("disallowed-unique-constraint", Set.of("adding-serial-primary-key-field")),
            Map.entry(
                    "require-concurrent-index-creation",
                    Set.of("concurrent-index-corruption", "ban-concurrent-index-creation-in-transaction")),
            Map.entry("unique-index-needs-check", Set.of("require-concurrent-index-creation")),
            Map.entry("ban-truncate", Set.of("ban-truncate-cascade")),
            Map.entry("ban-drop-schema", Set.of("ban-drop-database")),
            Map.entry("prefer-bigint-over-int", Set.of("short-primary-key")),
            Map.entry("prefer-bigint-over-smallint", Set.of("short-primary-key")),
            Map.entry("require-concurrent-index-deletion", Set.of("dropping-index-of-constraint")),
            Map.entry("unbatched-update", Set.of("unbatched-update-in-ddl-transaction")),
            Map.entry(
                    "delete-or-update-without-where",
                    Set.of("unbatched-update-in-ddl-transaction", "unbatched-update")),
            Map.entry("locking-several-tables", Set.of("multiple-foreign-keys")),
            Map.entry("limit-loop-may-end-early", Set.of("skip-locked-moving-cursor")));

    private Precedence() {}

    static List<Rule> settle(List<Draft> drafts) {
        Map<String, Draft> byId = new HashMap<>();
        drafts.forEach(draft -> byId.put(draft.id(), draft));
        return drafts.stream()
                .map(draft -> {
                    List<Draft> stronger = YIELDS.getOrDefault(draft.id(), Set.of()).stream()
                            .map(byId::get)
                            .filter(java.util.Objects::nonNull)
                            .toList();
                    return new Rule(draft.id(), draft.usual(), draft.danger(), in -> remarks(draft, stronger, in));
                })
                .toList();
    }

    private static List<Remark> remarks(Draft draft, List<Draft> stronger, Case in) {
        List<Found> found = draft.look().apply(in);
        if (found.isEmpty()) {
            return List.of();
        }
        Set<Integer> taken = new HashSet<>();
        stronger.forEach(other -> other.look().apply(in).forEach(one -> taken.add(one.clause())));
        return found.stream()
                .filter(one -> !taken.contains(one.clause()))
                .map(Found::remark)
                .distinct()
                .toList();
    }

    /** Every id that is named here, for a test that they exist. */
    static Set<String> ids() {
        Set<String> ids = new HashSet<>(YIELDS.keySet());
        YIELDS.values().forEach(ids::addAll);
        return ids;
    }
}
