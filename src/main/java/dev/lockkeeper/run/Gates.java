package dev.lockkeeper.run;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.check.Board;
import dev.lockkeeper.check.Given;
import dev.lockkeeper.run.Runs.Launched;
import dev.lockkeeper.security.Person;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Opens gates: the board is read first, then the opening is written and the engine woken. */
@Component
class Gates {

    private final LaunchBoards boards;
    private final Wishes wishes;
    private final PhaseStore phases;
    private final Clock clock;

    Gates(LaunchBoards boards, Wishes wishes, PhaseStore phases, Clock clock) {
        this.boards = boards;
        this.wishes = wishes;
        this.phases = phases;
        this.clock = clock;
    }

    Launched open(long id, String phase, List<Runs.Override> overrides, Given given, Person by) {
        Run run = wishes.operable(id, by);
        demandItsTurn(run, phase);
        Board board = Overrides.apply(boards.ofGate(run, phase, given), overrides, boards.targetOf(run), by);
        if (!board.go()) {
            return new Launched(null, board);
        }
        Wishes.Wished wished = new Wishes.Wished(id, "open", null, by);
        PhaseStore.Opening opening = new PhaseStore.Opening(by.username(), given.confirmed(), overrides);
        return new Launched(wishes.grant(wished, held -> opened(held, phase, opening, given, board)), board);
    }

    private Wishes.Answer opened(Run run, String phase, PhaseStore.Opening opening, Given given, Board board) {
        demandItsTurn(run, phase);
        phases.open(run.id(), phase, opening);
        RunStore.Move move = new RunStore.Move(
                RunState.WAITING, Wish.GO, "a server that takes it up", run.error(), run.rollbackTo());
        Map<String, Object> after = new LinkedHashMap<>();
        after.put("phase", phase);
        after.put("checklist", List.copyOf(opening.confirmed()));
        after.put("overrides", LaunchWriter.overrides(opening.overrides()));
        after.put("attested", LaunchWriter.attested(given.attested()));
        after.put(RunTrail.BOARD, LaunchWriter.read(board));
        String done = "The gate before " + phase + " was opened by " + opening.by() + ".";
        return new Wishes.Answer(move, done, clock.instant(), after);
    }

    private static void demandItsTurn(Run run, String phase) {
        if (run.phase(phase).isEmpty()) {
            throw Failure.notFound("phase", phase);
        }
        if (run.state() != RunState.WAITING) {
            throw Wishes.illegal(run, "launch of " + phase);
        }
        String next = run.nextPhase().map(Run.RunPhase::phase).orElse("nothing");
        if (!next.equals(phase)) {
            throw new Failure(
                    Code.ILLEGAL_STATE,
                    "Run " + run.id() + " stands before " + next + ", not before " + phase + ". Nothing was changed.",
                    "Launch " + next + " first.");
        }
    }
}
