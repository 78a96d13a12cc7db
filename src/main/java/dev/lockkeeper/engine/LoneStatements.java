package dev.lockkeeper.engine;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.plan.Step;
import dev.lockkeeper.run.RunFacts;
import dev.lockkeeper.target.JournalEntry;
import dev.lockkeeper.target.Statement;
import dev.lockkeeper.target.Statement.Mode;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Statements outside a transaction whose effect no catalog shows: the {@code sql} of a file with {@code transaction: false}. The ledger
 * notes of each how its last try ended. One that the target refused may be sent again. Of one whose end nobody saw a person decides, and
 * once: the note tells how often the run had been decided on when the try began.
 */
@Component
class LoneStatements {

    private static final String REFUSED = "refused";

    private final RunFacts facts;

    LoneStatements(RunFacts facts) {
        this.facts = facts;
    }

    /** Whether only the statement's own end tells that it happened. */
    static boolean untold(Statement statement) {
        return alone(statement) && statement.doneWhen() == null;
    }

    /** Outside a transaction, so that the ledger cannot say with it that it happened. */
    static boolean alone(Statement statement) {
        return statement.mode() == Mode.AUTOCOMMIT || statement.mode() == Mode.CONCURRENTLY;
    }

    /**
     * Asked before a statement is sent that was sent before.
     *
     * @throws Failure {@code unknown-outcome}
     */
    void demandKnown(Work work, JournalEntry entry, Step step, Statement statement) {
        Optional<String> last = work.session().ledger().recall(entry.run(), name(entry));
        if (last.equals(Optional.of(REFUSED))) {
            return;
        }
        long decisions = facts.decisions(entry.run());
        if (last.isEmpty()) {
            work.session().ledger().remember(entry.run(), name(entry), Long.toString(decisions));
        } else if (decisions > Long.parseLong(last.get())) {
            return;
        }
        throw unknown(step, statement);
    }

    void begins(Work work, JournalEntry entry, Statement statement) {
        if (untold(statement)) {
            work.session().ledger().remember(entry.run(), name(entry), Long.toString(facts.decisions(entry.run())));
        }
    }

    /** The statement came back with that; when its end was not seen, the note of its beginning stays. */
    void ended(Work work, JournalEntry entry, Statement statement, Failure failure) {
        boolean seen =
                switch (failure.code()) {
                    case UNKNOWN_OUTCOME, TARGET_UNREACHABLE, FENCED -> false;
                    default -> true;
                };
        if (seen && untold(statement)) {
            work.session().ledger().remember(entry.run(), name(entry), REFUSED);
        }
    }

    private static String name(JournalEntry entry) {
        return "last try: " + entry.step() + "/" + entry.statement() + "/" + entry.direction();
    }

    private static Failure unknown(Step step, Statement statement) {
        return new Failure(
                Code.UNKNOWN_OUTCOME,
                "'" + StatementWork.first(statement.sql()) + "' of step '" + step.title()
                        + "' was begun outside a transaction, and nobody saw how it ended. It may or may not have had its effect.",
                "Look at the target, and bring it to the state before the statement; then retry, which sends it again. Or roll back.");
    }
}
