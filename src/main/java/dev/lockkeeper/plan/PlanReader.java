package dev.lockkeeper.plan;

import dev.lockkeeper.plan.PlacedStep.PlacedPhase;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Reads migration files: YAML 1.2, one migration a file, at most 1 MiB of UTF-8. {@code docs/migration-file.md} describes
 * them, {@code docs/schema/migration.json} is the same for editors.
 *
 * <p>Inside, {@link YamlTree} makes nodes, {@link Value} and {@link Fields} read them and collect {@link Problems}, {@link
 * StepReader} knows the kinds, {@link PlanRules} checks what concerns more than one step.
 */
public final class PlanReader {
    private PlanReader() {}

    /**
     * Reads a migration file.
     *
     * @throws dev.lockkeeper.Failure {@code invalid-plan} with every finding of the file at once, each with its place;
     *     {@code not-yet} findings are among them; {@code too-large} above 1 MiB
     */
    public static Plan read(String yaml) {
        return read(yaml, new Problems());
    }

    /**
     * The same for bytes, which must be UTF-8.
     *
     * @throws dev.lockkeeper.Failure as {@link #read(String)}
     */
    public static Plan read(byte[] yaml) {
        Problems problems = new Problems();
        String text = SourceText.decode(yaml, problems);
        problems.throwIfAny();
        return read(text, problems);
    }

    private static Plan read(String yaml, Problems problems) {
        String text = SourceText.checked(yaml, problems);
        problems.throwIfAny();
        Node root = YamlTree.root(text, problems);
        problems.throwIfAny();
        Plan plan = plan(new Value(Objects.requireNonNull(root), "", problems));
        problems.throwIfAny();
        return plan;
    }

    private static Plan plan(Value root) {
        Fields in = root.fields("a migration file");
        String migration = in.required("migration", Terms::migration);
        String title = in.optional("title", Terms::line, migration);
        Engine engine = in.required("engine", value -> value.choice(Engine.POSTGRESQL));
        String owner = in.optional("owner", Terms::line);
        Strategy strategy = in.optional("strategy", PlanReader::strategy, Strategy.EXPAND_CONTRACT);
        List<String> requires = in.optional("requires", value -> requires(value, migration), List.of());
        String ticket = in.optional("ticket", Terms::line);
        String description = in.optional("description", Value::text, "");
        List<PlacedPhase> phases = in.required("phases", Value::filledList).stream()
                .map(PhaseReader::read)
                .toList();
        in.done();
        PlanRules.check(phases);
        return new Plan(migration, title, engine, owner, strategy, requires, ticket, description, resolved(phases));
    }

    private static Strategy strategy(Value value) {
        Strategy strategy = value.choice(Strategy.EXPAND_CONTRACT);
        if (strategy == Strategy.SHADOW || strategy == Strategy.BLUE_GREEN) {
            value.problem(NotYet.of("strategy: " + strategy.wire()) + "; use expand-contract");
        }
        return strategy;
    }

    private static List<String> requires(Value value, String migration) {
        Set<String> all = new LinkedHashSet<>();
        for (Value element : value.list()) {
            String required = Terms.migration(element);
            if (!all.add(required)) {
                element.problem("'" + required + "' is there twice");
            } else if (required.equals(migration)) {
                element.problem("a migration cannot require itself");
            }
        }
        return List.copyOf(all);
    }

    private static List<Phase> resolved(List<PlacedPhase> phases) {
        Map<TableName, Step.KeepInSync> syncs = new HashMap<>();
        for (PlacedPhase phase : phases) {
            for (PlacedStep placed : phase.steps()) {
                if (placed.step() instanceof Step.KeepInSync sync) {
                    syncs.putIfAbsent(sync.table(), sync);
                }
            }
        }
        return phases.stream()
                .map(phase -> new Phase(
                        phase.name(),
                        phase.gate(),
                        phase.steps().stream()
                                .map(PlacedStep::step)
                                .filter(Objects::nonNull)
                                .map(step -> SyncRules.resolved(step, syncs))
                                .toList()))
                .toList();
    }
}
