package dev.lockkeeper.check;

import dev.lockkeeper.plan.Phase;
import dev.lockkeeper.plan.Plan;
import dev.lockkeeper.plan.Step;
import dev.lockkeeper.plan.TableName;
import dev.lockkeeper.target.TableShape;
import dev.lockkeeper.target.TargetSession;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The tables that a phase names, in its author's own statements too. */
final class TouchedTables {
    private TouchedTables() {}

    static Set<TableName> of(Phase phase) {
        Set<TableName> tables = new LinkedHashSet<>();
        for (Step step : phase.steps()) {
            step.about().ifPresent(tables::add);
            if (step instanceof Step.Sql own) {
                ChangedTables.mentioned(own.up()).flatMap(TouchedTables::named).forEach(tables::add);
            }
        }
        return tables;
    }

    /** A word that is no name is no table. */
    private static Stream<TableName> named(String word) {
        try {
            return Stream.of(TableName.of(word));
        } catch (IllegalArgumentException e) {
            return Stream.empty();
        }
    }

    /** Those whose rows are walked one by one, in this phase or a later one, which may follow by itself. */
    static Set<TableName> walkedFrom(Launch launch) {
        List<Phase> phases = launch.revision().plan().phases();
        Set<TableName> tables = new LinkedHashSet<>();
        for (Phase phase : phases.subList(phases.indexOf(launch.phase()), phases.size())) {
            for (Step step : phase.steps()) {
                if (step instanceof Step.Backfill || step instanceof Step.Verify) {
                    step.about().ifPresent(tables::add);
                }
            }
        }
        return tables;
    }

    /** What is dangerous about those walked or synced from here on, a line each; empty for nothing. */
    static String hazards(Launch launch, boolean stopping) {
        TargetSession session = launch.reached();
        List<Phase> phases = launch.revision().plan().phases();
        Set<TableName> tables = new LinkedHashSet<>(walkedFrom(launch));
        for (Phase phase : phases.subList(phases.indexOf(launch.phase()), phases.size())) {
            phase.steps().stream().filter(Step.KeepInSync.class::isInstance).forEach(step -> step.about()
                    .ifPresent(tables::add));
        }
        return tables.stream()
                .flatMap(table -> session.hazards(table).stream()
                        .filter(hazard -> hazard.stops() == stopping)
                        .map(hazard -> table + ": " + hazard.words() + "."))
                .collect(Collectors.joining("\n"));
    }

    /** Those of the phase that are there already. */
    static Map<TableName, TableShape> shapes(Phase phase, TargetSession session) {
        Map<TableName, TableShape> shapes = new LinkedHashMap<>();
        of(phase).forEach(table -> session.table(table).ifPresent(shape -> shapes.put(table, shape)));
        return shapes;
    }

    /** The step that creates the table, when the plan itself does. */
    static Optional<Step.CreateTable> created(Plan plan, TableName table) {
        Stream<Step> steps = plan.phases().stream().flatMap(phase -> phase.steps().stream());
        return steps.filter(Step.CreateTable.class::isInstance)
                .map(Step.CreateTable.class::cast)
                .filter(create -> create.table().equals(table))
                .findFirst();
    }
}
