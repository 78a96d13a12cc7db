package dev.lockkeeper.web;

import dev.lockkeeper.Failure;
import dev.lockkeeper.catalog.Approval;
import dev.lockkeeper.catalog.Migration;
import dev.lockkeeper.catalog.Policy;
import dev.lockkeeper.catalog.Rejection;
import dev.lockkeeper.catalog.Revision;
import dev.lockkeeper.check.GateWords;
import dev.lockkeeper.check.Lints;
import dev.lockkeeper.check.ReviewView;
import dev.lockkeeper.lint.LintFinding;
import dev.lockkeeper.lint.StepFinding;
import dev.lockkeeper.plan.Gate;
import dev.lockkeeper.plan.Phase;
import dev.lockkeeper.plan.Step;
import dev.lockkeeper.run.Run;
import dev.lockkeeper.run.RunState;
import dev.lockkeeper.target.Target;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A revision on a target as a reviewer sees it.
 *
 * @param target null when there is none to choose
 * @param exact the SQL; null when it could not be resolved, then {@code unresolved} says why
 * @param unread whether there is no SQL only because the target has not been asked of late
 * @param approvals of the revision on the target, withdrawn ones too
 * @param rejections of the revision on the target, withdrawn ones too
 * @param runs of the migration on the target, newest first
 * @param lint what the rules say of its SQL, with what is on the target
 * @param policy of the target's environment
 * @param gate where the active run waits for an approval, null for none
 */
record Review(
        Migration migration,
        Revision revision,
        @Nullable Target target,
        @Nullable ReviewView exact,
        @Nullable Failure unresolved,
        boolean unread,
        List<Approval> approvals,
        List<Rejection> rejections,
        List<Run> runs,
        Lints.Linted lint,
        Policy policy,
        @Nullable GateStanding gate) {

    @Nullable
    String awaited() {
        return gate == null ? null : gate.phase();
    }

    public List<PhaseReview> phases() {
        List<Phase> phases = revision.plan().phases();
        return phases.stream()
                .map(phase -> phase(phases.indexOf(phase) + 1, phase))
                .toList();
    }

    private PhaseReview phase(int number, Phase phase) {
        List<String> planned = phase.steps().stream().map(Step::title).toList();
        List<String> checklist = phase.gate().checklist();
        List<StepFinding> findings = lint.findings().stream()
                .filter(found -> phase.name().equals(found.phase()))
                .toList();
        ReviewView.PhaseView view = exact == null ? null : exact.phases().get(number - 1);
        String gate = view == null ? GateWords.of(phase.gate(), number == 1) : view.gateWords();
        return new PhaseReview(number, phase.name(), gate, checklist, planned, findings, view);
    }

    /** Those that are about no statement of a step. */
    public List<LintFinding> findingsOfAll() {
        return lint.findings().stream()
                .filter(found -> found.phase() == null)
                .map(StepFinding::finding)
                .toList();
    }

    /** What the author has suppressed, which an approver approves with the rest. */
    public List<LintFinding> suppressed() {
        return lint.findings().stream()
                .map(StepFinding::finding)
                .filter(finding -> finding.suppressed() != null)
                .toList();
    }

    /** How many findings stand in the way of a launch. */
    public long blocking() {
        return lint.findings().stream()
                .filter(found -> found.finding().blocks())
                .count();
    }

    /** How many findings of each kind: {@code 2 blocking, 1 advisory, 1 suppressed by the author}. */
    public String found() {
        long blocking = blocking();
        long suppressed = suppressed().size();
        return Stream.of(
                        counted(blocking, "blocking"),
                        counted(lint.findings().size() - blocking - suppressed, "advisory"),
                        counted(suppressed, "suppressed by the author"))
                .flatMap(Optional::stream)
                .collect(Collectors.joining(", "));
    }

    private static Optional<String> counted(long count, String kind) {
        return count == 0 ? Optional.empty() : Optional.of(count + " " + kind);
    }

    private boolean needsOwn(Phase phase) {
        return phase.gate().approval() == Gate.Approval.REQUIRED || policy.asksOwn(phase.name());
    }

    /** What a launch needs: the phases without an approval of their own, and the first in any case. */
    private @Nullable Wanted wanted() {
        if (gate != null) {
            return gate.wanted();
        }
        List<ReviewView.PhaseView> phases = exact == null ? List.of() : exact.phases();
        return Wanted.of(phases.stream()
                .filter(phase -> !phase.approval().needsOwn() || phase == phases.getFirst())
                .map(ReviewView.PhaseView::approval)
                .toList());
    }

    /** The approvals as they stand on this page, with what is wrong with them. */
    public List<VoteLine> votes() {
        return VoteLine.of(approvals, exact);
    }

    MigrationStanding standing() {
        Run active =
                runs.stream().filter(run -> run.state().active()).findFirst().orElse(null);
        boolean applied = runs.stream()
                .filter(run -> !run.state().active() && run.revision() == revision.number())
                .findFirst()
                .filter(run -> run.state() == RunState.SUCCEEDED)
                .isPresent();
        return new MigrationStanding(
                target == null ? null : target.name(),
                unresolved == null ? null : unresolved.message(),
                wanted(),
                active,
                awaited(),
                applied,
                revision.number() == migration.latest(),
                unread);
    }

    public Mark mark(Run run) {
        return Mark.of(run);
    }

    /** Where an action is done or asked for. */
    public String href(Act act) {
        String name = target == null ? null : target.name();
        return switch (act) {
            case APPROVE -> "#approve";
            case OPEN_BOARD -> Address.board(migration.id(), revision.number(), name);
            case SUBMIT -> "/migrations/new?from=" + migration.id();
            case FOLLOW, SEE_LOCKS, PAUSE, RESUME, RETRY, RETRY_HOLES, CANCEL, ROLL_BACK, OPEN_GATE ->
                runs.stream()
                        .filter(run -> run.state().active())
                        .findFirst()
                        .map(run -> Address.run(run.id()))
                        .orElse("/runs");
        };
    }

    /** The phases that an approval can be given for by itself. */
    public List<String> ownPhases() {
        return revision.plan().phases().stream()
                .filter(this::needsOwn)
                .map(Phase::name)
                .toList();
    }

    /** The phases that an approval of the plan as a whole covers. */
    public List<String> sharedPhases() {
        return revision.plan().phases().stream()
                .filter(phase -> !needsOwn(phase))
                .map(Phase::name)
                .toList();
    }

    public boolean planWide() {
        return !sharedPhases().isEmpty();
    }

    /** Whether an approval of the plan as a whole would say what the approver has not said yet. */
    public boolean planOpenTo(long approver) {
        return planWide() && !given(approver, null);
    }

    /** The phases with an approval of their own that the approver has not given. */
    public List<String> ownOpenTo(long approver) {
        return ownPhases().stream().filter(phase -> !given(approver, phase)).toList();
    }

    private boolean given(long approver, @Nullable String phase) {
        return votes().stream()
                .filter(VoteLine::counts)
                .map(VoteLine::approval)
                .anyMatch(vote -> vote.approverId() == approver && Objects.equals(vote.phase(), phase));
    }

    /** The phases with steps that have no way back, at once or after their retention. */
    public List<String> oneWays() {
        return phases().stream()
                .filter(phase -> phase.steps().stream()
                        .anyMatch(step ->
                                step.irreversible() != null || !step.later().isEmpty()))
                .map(PhaseReview::name)
                .toList();
    }

    /** Phase to digest of the SQL on this page; an approval is of these. */
    public Map<String, String> seen() {
        return exact == null
                ? Map.of()
                : exact.phases().stream()
                        .collect(Collectors.toMap(ReviewView.PhaseView::phase, ReviewView.PhaseView::digest));
    }
}
