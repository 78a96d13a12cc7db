package dev.lockkeeper.web;

import dev.lockkeeper.Failure;
import dev.lockkeeper.catalog.Approval;
import dev.lockkeeper.catalog.Migration;
import dev.lockkeeper.catalog.Revision;
import dev.lockkeeper.plan.Gate;
import dev.lockkeeper.plan.Phase;
import dev.lockkeeper.plan.Step;
import dev.lockkeeper.run.Run;
import dev.lockkeeper.run.RunState;
import dev.lockkeeper.target.Resolved;
import dev.lockkeeper.target.StepSql;
import dev.lockkeeper.target.Target;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A revision on a target as a reviewer sees it.
 *
 * @param target null when there is none to choose
 * @param resolved null when it could not be resolved, then {@code unresolved} says why
 * @param approvals of the revision on the target, withdrawn ones too
 * @param runs of the migration on the target, newest first
 */
record Review(
        Migration migration,
        Revision revision,
        @Nullable Target target,
        @Nullable Resolved resolved,
        @Nullable Failure unresolved,
        List<Approval> approvals,
        List<Run> runs) {

    /**
     * @param steps empty while there is no exact SQL, then {@code planned} has their names
     * @param oneWay why steps of it cannot be undone
     * @param ownApproval whether the plan's approval does not cover it
     */
    record PhaseReview(int number, String name, String gate, List<StepSql> steps, List<String> planned, List<String> oneWay, boolean ownApproval, boolean approved) {

        /** Whether anything is there that a way back would undo. */
        public boolean undoes() {
            return steps.stream().anyMatch(step -> !step.back().isEmpty());
        }
    }

    public List<PhaseReview> phases() {
        List<Phase> phases = revision.plan().phases();
        return phases.stream().map(phase -> phase(phases.indexOf(phase) + 1, phase)).toList();
    }

    private PhaseReview phase(int number, Phase phase) {
        List<StepSql> steps = resolved == null ? List.of() : resolved.phase(phase.name()).steps();
        return new PhaseReview(
                number,
                phase.name(),
                number == 1 && phase.gate().equals(Gate.OPEN) ? "starts with the launch" : GateWords.of(phase.gate()),
                steps,
                phase.steps().stream().map(Step::title).toList(),
                steps.stream().map(StepSql::irreversible).filter(Objects::nonNull).distinct().toList(),
                needsOwn(phase),
                approved(phase));
    }

    private static boolean needsOwn(Phase phase) {
        return phase.gate().approval() == Gate.Approval.REQUIRED;
    }

    private boolean approved(Phase phase) {
        if (resolved == null) {
            return false;
        }
        String digest = resolved.phase(phase.name()).digest();
        return approvals.stream().anyMatch(approval -> approval.covers(phase.name(), needsOwn(phase), digest));
    }

    /** What a launch needs: the phases without an approval of their own, and the first in any case. */
    private List<String> missing() {
        List<Phase> phases = revision.plan().phases();
        return phases.stream()
                .filter(phase -> !needsOwn(phase) || phase == phases.getFirst())
                .filter(phase -> !approved(phase))
                .map(Phase::name)
                .toList();
    }

    MigrationStanding standing() {
        Run active = runs.stream().filter(run -> run.state().active()).findFirst().orElse(null);
        boolean applied = runs.stream()
                .filter(run -> !run.state().active())
                .findFirst()
                .filter(run -> run.state() == RunState.SUCCEEDED && run.revision() == revision.number())
                .isPresent();
        return new MigrationStanding(
                target == null ? null : target.name(),
                unresolved == null ? null : unresolved.message(),
                missing(),
                active,
                applied,
                revision.number() == migration.latest());
    }

    public Mark mark(Run run) {
        return Mark.of(run.state());
    }

    /** Where an action is done or asked for. */
    public String href(Act act) {
        String name = target == null ? null : target.name();
        return switch (act) {
            case APPROVE -> "#approve";
            case OPEN_BOARD -> Address.board(migration.id(), revision.number(), name);
            case SUBMIT -> "/migrations/new?from=" + migration.id();
            case FOLLOW, PAUSE, RESUME, RETRY, CANCEL, ROLL_BACK, OPEN_GATE ->
                standing().active() == null ? "/runs" : Address.run(standing().active().id());
        };
    }

    /** The phases that an approval can be given for by itself. */
    public List<String> ownPhases() {
        return revision.plan().phases().stream().filter(Review::needsOwn).map(Phase::name).toList();
    }
}
