package dev.lockkeeper.run;

import dev.lockkeeper.Failure;
import dev.lockkeeper.check.Board;
import dev.lockkeeper.check.Boards;
import dev.lockkeeper.check.Given;
import dev.lockkeeper.plan.Phase;
import dev.lockkeeper.plan.Plan;
import dev.lockkeeper.run.LaunchBoards.Subject;
import dev.lockkeeper.run.Runs.Launched;
import dev.lockkeeper.security.Person;
import dev.lockkeeper.security.Role;
import dev.lockkeeper.target.Target;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;

/** Launches runs: asks the target first, then writes in one transaction. */
@Component
class Launches {

    private final LaunchBoards boards;
    private final LaunchWriter writer;
    private final Clock clock;

    Launches(LaunchBoards boards, LaunchWriter writer, Clock clock) {
        this.boards = boards;
        this.writer = writer;
        this.clock = clock;
    }

    Launched launch(Runs.LaunchRequest request, Person by) {
        Subject subject = boards.subject(request.migration(), request.revision(), request.target(), by);
        Target target = subject.target();
        by.require(Role.OPERATOR, target.environment(), target.team());
        leadingPart(subject.revision().plan(), request.phases());
        writer.refuseRepeats(subject);
        String first = subject.revision().plan().phases().getFirst().name();
        Boards.Reading reading = boards.ofNew(subject, first, request.given());
        Board board = Overrides.apply(reading.board(), request.override(), target, by);
        if (request.dryRun() || !board.go() || reading.resolved() == null) {
            return new Launched(null, board);
        }
        PhaseStore.Opening opening = new PhaseStore.Opening(by.username(), request.checklist(), request.override());
        try {
            return new Launched(
                    writer.write(
                            new LaunchWriter.Order(
                                    subject, reading.resolved(), request, opening, board, clock.instant()),
                            by.actor()),
                    board);
        } catch (DuplicateKeyException raced) {
            writer.refuseRepeats(subject);
            throw raced;
        }
    }

    Board board(String migration, @Nullable Integer revision, String target, @Nullable String phase, Person by) {
        return read(question(migration, revision, target, phase, by)).board();
    }

    Boards.Reading read(Boards.Question question) {
        return boards.read(question);
    }

    Boards.Question question(
            String migration, @Nullable Integer revision, String target, @Nullable String phase, Person by) {
        Subject subject = boards.subject(migration, revision, target, by);
        Optional<Run> active = boards.activeOf(subject);
        Optional<String> next = active.flatMap(Run::nextPhase).map(Run.RunPhase::phase);
        String asked = phase != null
                ? phase
                : next.orElseGet(
                        () -> subject.revision().plan().phases().getFirst().name());
        if (subject.revision().plan().phase(asked).isEmpty()) {
            throw Failure.notFound("phase", asked);
        }
        return active.isPresent()
                ? boards.atGate(active.get(), asked, Given.NOTHING)
                : new Boards.Question(subject.revision(), subject.target(), asked, null, null, null, Given.NOTHING);
    }

    private static void leadingPart(Plan plan, List<String> phases) {
        List<String> names = plan.phases().stream().map(Phase::name).toList();
        if (phases.size() > names.size() || !names.subList(0, phases.size()).equals(phases)) {
            throw Failure.invalid(
                    "The phases " + String.join(", ", phases) + " are not a leading part of the plan, which has "
                            + String.join(", ", names) + ". Nothing was launched.",
                    "Name the phases in the order of the plan, beginning with " + names.getFirst()
                            + ", or none for all.");
        }
    }
}
