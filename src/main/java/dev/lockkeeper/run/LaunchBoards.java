package dev.lockkeeper.run;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.catalog.Migrations;
import dev.lockkeeper.catalog.Revision;
import dev.lockkeeper.check.Board;
import dev.lockkeeper.check.Boards;
import dev.lockkeeper.check.Finding;
import dev.lockkeeper.check.Given;
import dev.lockkeeper.check.Reviews;
import dev.lockkeeper.security.Person;
import dev.lockkeeper.target.Target;
import dev.lockkeeper.target.Targets;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads boards for launches. Asks the target, so never inside a transaction of the store. */
@Component
class LaunchBoards {

    private final Migrations migrations;
    private final Targets targets;
    private final Boards boards;
    private final RunStore runs;
    private final RunReader reader;

    LaunchBoards(Migrations migrations, Targets targets, Boards boards, RunStore runs, RunReader reader) {
        this.migrations = migrations;
        this.targets = targets;
        this.boards = boards;
        this.runs = runs;
        this.reader = reader;
    }

    /** A revision and a target, both of which the person may see. */
    record Subject(Revision revision, Target target) {}

    Subject subject(String migration, @Nullable Integer revision, String target, Person by) {
        return new Subject(migrations.revision(migration, revision, by), targets.get(target, by));
    }

    /** The board of a new run's phase. */
    Boards.Reading ofNew(Subject subject, String phase, Given given) {
        return read(new Boards.Question(subject.revision(), subject.target(), phase, null, null, null, given));
    }

    /** @throws Failure for what is wrong with the file, and not with the target */
    Boards.Reading read(Boards.Question question) {
        if (question.run() != null) {
            return boards.reading(question);
        }
        Reviews.requireEngine(question.revision().plan(), question.target());
        Boards.Reading reading = boards.reading(question);
        Failure refused = reading.refused() == null ? null : unlessOnTheBoard(reading.refused());
        if (refused != null && (reading.board().go() || !told(refused, reading.board()))) {
            throw refused;
        }
        return reading;
    }

    /** The board of a gate of a run, with the statements frozen at its launch. */
    Board ofGate(Run run, String phase, Given given) {
        return boards.read(atGate(run, phase, given));
    }

    Boards.Question atGate(Run run, String phase, Given given) {
        Revision revision = migrations
                .revision(run.migration(), run.revision())
                .orElseThrow(() -> Failure.notFound("migration", run.migration()));
        Target target = targets.find(run.target()).orElseThrow(() -> Failure.notFound("target", run.target()));
        return new Boards.Question(
                revision, target, phase, run.id(), runs.resolved(run.id()), endOfPhaseBefore(run, phase), given);
    }

    Target targetOf(Run run) {
        return targets.find(run.target()).orElseThrow(() -> Failure.notFound("target", run.target()));
    }

    /** The active run of this revision on the target, when there is one. */
    Optional<Run> activeOf(Subject subject) {
        return reader.activeOn(subject.target().name()).stream()
                .filter(run -> run.migration().equals(subject.revision().migration())
                        && run.revision() == subject.revision().number())
                .findFirst();
    }

    private static @Nullable Instant endOfPhaseBefore(Run run, String phase) {
        Instant ended = null;
        for (Run.RunPhase each : run.phases()) {
            if (each.phase().equals(phase)) {
                break;
            }
            ended = each.endedAt();
        }
        return ended;
    }

    /** What is wrong with the target belongs on the board, with everything else; what is wrong with the file does not. */
    private static Failure unlessOnTheBoard(Failure failure) {
        return switch (failure.code()) {
            case TARGET_UNREACHABLE, LOGIN_REFUSED, MISSING_PRIVILEGE, MISSING_OBJECT -> failure;
            // Somebody holds the table: who that is stands on the board, and that is when one reads it.
            case LOCK_NOT_GRANTED -> failure;
            case STATEMENT_FAILED -> failure;
            default -> throw failure;
        };
    }

    /** A server that takes no writes refuses what a plan is tried with; any other refusal is the plan's own. */
    private static boolean told(Failure refused, Board board) {
        return refused.code() != Code.STATEMENT_FAILED
                || board.checks().stream()
                        .anyMatch(finding ->
                                finding.id().equals("target-writable") && finding.result() == Finding.Result.FAIL);
    }
}
