package dev.lockkeeper.engine;

import dev.lockkeeper.catalog.ApprovalRule;
import dev.lockkeeper.catalog.Migrations;
import dev.lockkeeper.catalog.Revision;
import dev.lockkeeper.check.Board;
import dev.lockkeeper.check.Boards;
import dev.lockkeeper.check.Finding;
import dev.lockkeeper.check.GateWords;
import dev.lockkeeper.check.Reviews;
import dev.lockkeeper.plan.Gate;
import dev.lockkeeper.plan.Phase;
import dev.lockkeeper.run.GateWait;
import dev.lockkeeper.run.PhaseState;
import dev.lockkeeper.run.Run;
import dev.lockkeeper.run.RunFacts;
import dev.lockkeeper.target.Target;
import dev.lockkeeper.target.Targets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Whether the phase that is next may begin, and if not, what it waits for. Asked again and again; remembers nothing. */
@Component
class PhaseGates {

    /** The check that nobody may pass over. */
    private static final String APPROVED = "phase-approved";

    private final RunFacts facts;
    private final Migrations migrations;
    private final Targets targets;
    private final Boards boards;
    private final Reviews reviews;
    private final EngineSettings settings;

    PhaseGates(
            RunFacts facts,
            Migrations migrations,
            Targets targets,
            Boards boards,
            Reviews reviews,
            EngineSettings settings) {
        this.facts = facts;
        this.migrations = migrations;
        this.targets = targets;
        this.boards = boards;
        this.reviews = reviews;
        this.settings = settings;
    }

    /** @param waitingFor null when the gate is open; @param again after what time to ask again */
    record Answer(@Nullable String waitingFor, Duration again) {
        private static final Answer OPEN = new Answer(null, Duration.ZERO);
    }

    Answer ask(Run run, String name) {
        Revision revision = migrations.revision(run.migration(), run.revision()).orElseThrow();
        Phase phase = revision.plan().phase(name).orElseThrow();
        int index = revision.plan().indexOf(name);
        boolean wanted = run.untilPhases().isEmpty() || run.untilPhases().contains(name);
        boolean follows = wanted && phase.gate().equals(Gate.OPEN);
        if (index == 0 || follows || facts.opened(run.id(), name)) {
            return ifItHolds(run, revision, index);
        }
        Board board = board(run, revision, index);
        if (wanted && !phase.gate().needsPerson() && board.go()) {
            return Answer.OPEN;
        }
        return new Answer(words(phase, wanted, board), settings.gatePoll());
    }

    /**
     * Since the launch, or since somebody opened the gate, days may have gone by: an approval may have been withdrawn or become void, the
     * window may have closed. A phase that follows by itself has no board that would say so. What somebody overrode stays overridden.
     */
    private Answer ifItHolds(Run run, Revision revision, int index) {
        Phase phase = revision.plan().phases().get(index);
        ApprovalRule.Decision decision =
                reviews.decide(revision, targets.find(run.target()).orElseThrow(), phase, facts.frozen(run.id()));
        if (!decision.approved()) {
            return new Answer(GateWait.approval(phase.name()), settings.gatePoll());
        }
        Set<String> overridden = facts.overridden(run.id(), phase.name());
        List<String> words = boards.atBeginning(question(run, revision, index)).stream()
                .filter(finding -> !overridden.contains(finding.id()))
                .map(finding -> word(phase, finding))
                .toList();
        return words.isEmpty() ? Answer.OPEN : new Answer(String.join(", ", words), settings.gatePoll());
    }

    private Board board(Run run, Revision revision, int index) {
        return boards.read(question(run, revision, index));
    }

    private Boards.Question question(Run run, Revision revision, int index) {
        Target target = targets.find(run.target()).orElseThrow();
        String phase = revision.plan().phases().get(index).name();
        return new Boards.Question(
                revision, target, phase, run.id(), facts.frozen(run.id()), endOfTheOneBefore(run, index), Set.of());
    }

    private static @Nullable Instant endOfTheOneBefore(Run run, int index) {
        if (index == 0) {
            return null;
        }
        Run.RunPhase before = run.phases().get(index - 1);
        return before.state() == PhaseState.SUCCEEDED ? before.endedAt() : null;
    }

    /** Only what stands still is said, never the time that is left: the words must not change at every look. */
    private static String words(Phase phase, boolean wanted, Board board) {
        List<String> words = new ArrayList<>();
        board.stopping().forEach(finding -> words.add(word(phase, finding)));
        if (!wanted || phase.gate().needsPerson()) {
            words.add(GateWait.person(phase.name()));
        }
        return String.join(", ", words);
    }

    private static String word(Phase phase, Finding finding) {
        return switch (finding.id()) {
            case APPROVED -> GateWait.approval(phase.name());
            case "gate-soaked" -> GateWait.soak(GateWords.inWords(phase.gate().soak()));
            case "checklist-confirmed" -> GateWait.checklist();
            default -> "the check '" + finding.title() + "'";
        };
    }
}
