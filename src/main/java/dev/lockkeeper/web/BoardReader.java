package dev.lockkeeper.web;

import dev.lockkeeper.catalog.Approval;
import dev.lockkeeper.catalog.Approvals;
import dev.lockkeeper.catalog.Policies;
import dev.lockkeeper.catalog.Policy;
import dev.lockkeeper.check.Board;
import dev.lockkeeper.check.Boards;
import dev.lockkeeper.run.Runs;
import dev.lockkeeper.target.Target;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Boards as pages show them: what the target said a moment ago, with its time, and what the store knows now. Nothing is launched by them; a
 * launch and the opening of a gate read the board anew.
 */
@Component
class BoardReader {
    private static final long A_CHECK = 500;

    private final Runs runs;
    private final Boards boards;
    private final Approvals approvals;
    private final Policies policies;
    private final Readings<Key, Boards.Reading> readings;

    BoardReader(Runs runs, Boards boards, Approvals approvals, Policies policies, Patience patience, Clock clock) {
        this.runs = runs;
        this.boards = boards;
        this.approvals = approvals;
        this.policies = policies;
        this.readings = new Readings<>(patience, clock, BoardReader::weight);
    }

    /** With the approvals, because the tables are compared with what those approved; with the policy, because it sets the levels. */
    private record Key(
            Target target,
            String migration,
            int revision,
            String phase,
            @Nullable Long run,
            List<Approval> approvals,
            Policy policy) {}

    /** @param question of somebody who may see all of it */
    Look<Board> look(Boards.Question question, boolean now) {
        return readings.look(key(question), question.target().name(), () -> runs.read(question), now)
                .map(reading -> boards.again(question, reading));
    }

    /** A launch has just found it otherwise. */
    void forget(Boards.Question question) {
        readings.forget(key(question));
    }

    private Key key(Boards.Question question) {
        String migration = question.revision().migration();
        int revision = question.revision().number();
        return new Key(
                question.target(),
                migration,
                revision,
                question.phase(),
                question.run(),
                approvals.of(migration, revision),
                policies.of(question.target().environment()));
    }

    private static long weight(Boards.Reading reading) {
        long checks = reading.board().checks().stream()
                .mapToLong(found ->
                        A_CHECK + found.evidence().length() + found.advice().length())
                .sum();
        return checks + (reading.resolved() == null ? 0 : ReviewReader.weight(reading.resolved()));
    }
}
