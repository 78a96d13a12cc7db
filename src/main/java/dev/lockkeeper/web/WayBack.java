package dev.lockkeeper.web;

import dev.lockkeeper.run.Run;
import dev.lockkeeper.run.Run.RunPhase;
import dev.lockkeeper.run.Run.RunStep;
import dev.lockkeeper.run.StepState;
import dev.lockkeeper.target.Resolved;
import dev.lockkeeper.target.Statement;
import dev.lockkeeper.target.StepSql;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a rollback undoes of a phase, last step first, in the statements that were frozen at the launch. */
record WayBack(String phase, List<Undo> undos) {
    WayBack {
        undos = List.copyOf(undos);
    }

    /**
     * @param irreversible why it cannot be undone, null when it can
     * @param unsure whether it did not come to its end, so that only what it did is undone
     */
    record Undo(String step, List<Statement> statements, @Nullable String irreversible, boolean unsure) {}

    /** A phase that may stay, empty for none, and what is undone then. */
    record Stay(String phase, List<String> undone) {}

    /** Whether there is something to read before it is done: statements, or that there is no way back. */
    public boolean telling() {
        return statements() > 0 || undos.stream().anyMatch(undo -> undo.irreversible() != null);
    }

    public int statements() {
        return undos.stream().mapToInt(undo -> undo.statements().size()).sum();
    }

    /** Those that have begun, last first: the order in which they are undone. */
    static List<WayBack> of(Run run, Resolved frozen) {
        return run.phases().reversed().stream()
                .filter(phase -> phase.startedAt() != null)
                .map(phase -> new WayBack(phase.phase(), undos(phase, frozen)))
                .toList();
    }

    private static List<Undo> undos(RunPhase phase, Resolved frozen) {
        List<StepSql> steps = frozen.phase(phase.phase()).steps();
        return phase.steps().reversed().stream()
                .flatMap(step -> undo(step, steps.get(step.index())))
                .toList();
    }

    private static Stream<Undo> undo(RunStep step, StepSql sql) {
        return switch (step.state()) {
            case PENDING, ALREADY_SO, ROLLED_BACK -> Stream.empty();
            case SUCCEEDED, RUNNING, FAILED, IGNORED ->
                Stream.of(new Undo(step.name(), sql.back(), sql.irreversible(), step.state() != StepState.SUCCEEDED));
        };
    }

    /** Nothing stays, or one of the phases before which something has begun. */
    static List<Stay> stays(List<WayBack> ways) {
        List<Stay> stays = new ArrayList<>();
        List<String> names = ways.stream().map(WayBack::phase).toList();
        stays.add(new Stay("", names));
        for (int i = ways.size() - 1; i > 0; i--) {
            stays.add(new Stay(names.get(i), names.subList(0, i)));
        }
        return stays;
    }
}
