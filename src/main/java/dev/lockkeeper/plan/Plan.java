package dev.lockkeeper.plan;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a revision says: ordered phases of steps.
 *
 * @param migration the id: {@code a-z 0-9 -}, 3 to 80 characters
 * @param owner the team, null when the file names none
 * @param requires migrations that must have succeeded on the same target
 * @param description Markdown, empty when the file has none
 */
public record Plan(
        String migration,
        String title,
        Engine engine,
        @Nullable String owner,
        Strategy strategy,
        List<String> requires,
        @Nullable String ticket,
        String description,
        List<Phase> phases) {

    public Plan {
        requires = List.copyOf(requires);
        phases = List.copyOf(phases);
    }

    public Optional<Phase> phase(String name) {
        return phases.stream().filter(phase -> phase.name().equals(name)).findFirst();
    }

    /** 0-based place of the phase, -1 when the plan has none of that name. */
    public int indexOf(String phase) {
        return phases.stream().map(Phase::name).toList().indexOf(phase);
    }

    /** The one {@code keepInSync} of the table; {@code set: sync} and {@code same: sync} mean its expressions. */
    public Optional<Step.KeepInSync> syncOf(TableName table) {
        return phases.stream()
                .flatMap(phase -> phase.steps().stream())
                .filter(Step.KeepInSync.class::isInstance)
                .map(Step.KeepInSync.class::cast)
                .filter(sync -> sync.table().equals(table))
                .findFirst();
    }

    /** The column that marks rows of the table as still to be done; empty when no backfill of it has {@code guard: marker}. */
    public Optional<Identifier> markerOf(TableName table) {
        boolean marked = phases.stream()
                .flatMap(phase -> phase.steps().stream())
                .anyMatch(step -> step instanceof Step.Backfill backfill
                        && backfill.guard() == Step.Guard.MARKER
                        && backfill.table().equals(table));
        return marked ? Optional.of(MarkerName.of(migration)) : Optional.empty();
    }
}
