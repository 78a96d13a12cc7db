package dev.lockkeeper.plan;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.plan.PolicyText.Approvers;
import dev.lockkeeper.plan.PolicyText.Words;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads policies: YAML 1.2, and so JSON too. {@code docs/approvals.md} describes them. */
public final class PolicyReader {

    private static final int MAX_LENGTH = 64 << 10;
    private static final int MOST_APPROVERS = 20;
    private static final Pattern ENVIRONMENT = Pattern.compile("[A-Za-z0-9._-]{1,62}");
    private static final String ALL = "*";

    private final Words words;

    private PolicyReader(Words words) {
        this.words = words;
    }

    /**
     * @throws Failure {@code invalid-policy} with everything that is wrong at once, each with its place; {@code too-large}
     */
    public static PolicyText read(String yaml, Words words) {
        if (yaml.length() > MAX_LENGTH) {
            throw new Failure(
                    Code.TOO_LARGE, "A policy has at most 64 KiB; nothing was stored.", "Leave out what it repeats.");
        }
        Problems problems = new Problems();
        String text = SourceText.checked(yaml, problems);
        throwIfAny(problems);
        Node root = YamlTree.root(text, problems);
        throwIfAny(problems);
        PolicyText read = new PolicyReader(words).policy(new Value(Objects.requireNonNull(root), "", problems));
        throwIfAny(problems);
        return read;
    }

    private static void throwIfAny(Problems problems) {
        problems.throwIfAny(Code.INVALID_POLICY, "policy", "send it again");
    }

    private PolicyText policy(Value root) {
        Fields in = root.fields("a policy");
        String environment = in.optional("environment", PolicyReader::environment);
        Map<String, Level> lint =
                in.optional("lint", value -> levels(value, "rule", words.rules(), List.of()), Map.of());
        Map<String, Level> checks =
                in.optional("checks", value -> levels(value, "check", words.checks(), words.unbending()), Map.of());
        Approvers usual = new Approvers(1, List.of("approver"), Map.of());
        Approvers approvals = in.optional("approvals", value -> approvals(value, usual, true), usual);
        in.done();
        return new PolicyText(environment, lint, checks, approvals);
    }

    private static String environment(Value value) {
        String name = value.text();
        if (!ENVIRONMENT.matcher(name).matches() && !name.equals(ALL)) {
            value.problem("'" + name + "' is not an environment; use letters, digits and . _ -, or \"*\" for all"
                    + " without a policy of their own");
        }
        return name;
    }

    private static Map<String, Level> levels(Value value, String what, List<String> known, List<String> unbending) {
        Map<String, Level> levels = new LinkedHashMap<>();
        for (Fields.Entry entry : value.fields(value.label()).all()) {
            String name = entry.name();
            Level level = entry.value().choice(Level.OFF);
            if (!known.isEmpty() && !known.contains(name)) {
                entry.key().problem("there is no " + what + " '" + name + "'" + Suggestion.among(known, name));
            } else if (unbending.contains(name) && level != Level.BLOCKING) {
                entry.value().problem("the check '" + name + "' is always blocking: nothing may run without it");
            }
            levels.put(name, level);
        }
        return levels;
    }

    /** @param usual what a key that is left out stands for */
    private Approvers approvals(Value value, Approvers usual, boolean whole) {
        Fields in = value.fields(whole ? "'approvals'" : "a phase of 'approvals'");
        int count = in.optional("count", number -> number.whole(1, MOST_APPROVERS), usual.count());
        List<String> roles = in.optional("roles", this::roles, usual.roles());
        Approvers here = new Approvers(count, roles, Map.of());
        Map<String, Approvers> phases =
                whole ? in.optional("phases", phase -> phases(phase, here), Map.of()) : Map.of();
        in.done();
        return new Approvers(count, roles, phases);
    }

    private Map<String, Approvers> phases(Value value, Approvers usual) {
        Map<String, Approvers> phases = new LinkedHashMap<>();
        for (Fields.Entry entry : value.fields("'phases'").all()) {
            PhaseReader.name(entry.key());
            phases.put(entry.name(), approvals(entry.value(), usual, false));
        }
        return phases;
    }

    private List<String> roles(Value value) {
        List<String> roles = new ArrayList<>();
        for (Value element : value.filledList()) {
            String role = element.text();
            if (!words.roles().contains(role)) {
                element.problem("there is no role '" + role + "'" + Suggestion.among(words.roles(), role));
            } else if (roles.contains(role)) {
                element.problem("'" + role + "' is there twice");
            }
            roles.add(role);
        }
        return roles.isEmpty() ? List.of("approver") : roles;
    }
}
