package dev.lockkeeper.engine;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.plan.TableName;
import dev.lockkeeper.run.Run;
import dev.lockkeeper.run.RunFacts;
import dev.lockkeeper.run.RunFacts.StepFact;
import dev.lockkeeper.run.StepState;
import dev.lockkeeper.target.JournalEntry;
import dev.lockkeeper.target.Ledger;
import dev.lockkeeper.target.Session;
import dev.lockkeeper.target.Statement;
import dev.lockkeeper.target.Statement.Mode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Runs the statements of a step: journal, who is in the way, lock budget, retries, and the catalog's word that it is done. Forward and
 * back by the same rules.
 */
@Component
class StatementWork {

    static final String FORWARD = "forward";
    static final String BACK = "back";

    private final RunFacts facts;
    private final Pauses pauses;
    private final Interrupter interrupter;
    private final GivingWay givingWay;
    private final LoneStatements lone;
    private final LockPatience patience;
    private final EngineSettings settings;
    private final Clock clock;

    StatementWork(
            RunFacts facts,
            Pauses pauses,
            Interrupter interrupter,
            GivingWay givingWay,
            LoneStatements lone,
            LockPatience patience,
            EngineSettings settings,
            Clock clock) {
        this.facts = facts;
        this.pauses = pauses;
        this.interrupter = interrupter;
        this.givingWay = givingWay;
        this.lone = lone;
        this.patience = patience;
        this.settings = settings;
        this.clock = clock;
    }

    /** Sums up what its statements took. */
    private static final class Times {
        /** Of the statement that was asked for most often. */
        private int attempts;

        private long waited;
        private long held;
        private int ran;

        StepFact fact(StepState state) {
            return new StepFact(state, attempts, waited, held, null, null, null);
        }
    }

    Outcome forward(Work work, Run.RunStep step) {
        Optional<Optional<String>> asked =
                patience.ask(work, step.name(), () -> inTheWay(work, step.index()), () -> conflict(work, step));
        if (asked.isEmpty()) {
            return new Outcome.Stopped();
        }
        Optional<String> conflict = asked.get();
        if (conflict.isPresent()) {
            throw new Failure(
                    Code.DIFFERENT_FORM,
                    conflict.get() + ". Nothing was changed.",
                    "Change the file to what is wanted, or the target by hand, then retry; or cancel.");
        }
        Times times = new Times();
        if (!all(work, step.index(), work.sqlOf(step.index()).forward(), FORWARD, times)) {
            return new Outcome.Stopped();
        }
        boolean already = times.ran == 0 && step.attempts() == 0;
        String took = already ? " was there already." : " is done, its longest lock " + times.held + " ms.";
        return new Outcome.Done(times.fact(already ? StepState.ALREADY_SO : StepState.SUCCEEDED), step.name() + took);
    }

    private static Optional<String> conflict(Work work, Run.RunStep step) {
        return step.attempts() > 0 ? Optional.empty() : work.session().conflict(work.plan(), work.step(step.index()));
    }

    /** @return false when it was stopped between two statements or tries */
    boolean back(Work work, int index) {
        return all(work, index, work.sqlOf(index).back(), BACK, new Times());
    }

    /**
     * Whether anything of the step may be in effect by us. A statement in a transaction without its row in the ledger is not, and neither
     * is one that was never begun: undoing those would undo somebody else's work.
     */
    boolean anyOfOurs(Work work, int index) {
        List<Statement> forward = work.sqlOf(index).forward();
        for (int i = 0; i < forward.size(); i++) {
            JournalEntry entry = new JournalEntry(work.run(), work.key(index), i, FORWARD);
            if (ours(work.session().ledger(), entry, forward.get(i))) {
                return true;
            }
        }
        return false;
    }

    /** Whether the object that the step makes first was there before the run. */
    boolean wasThere(Work work, int index) {
        JournalEntry entry = new JournalEntry(work.run(), work.key(index), 0, FORWARD);
        return work.session().ledger().recall(work.run(), thereBefore(entry)).isPresent();
    }

    private static boolean ours(Ledger ledger, JournalEntry entry, Statement statement) {
        Optional<String> journal = ledger.journal(entry);
        return journal.equals(Optional.of("done"))
                        && ledger.recall(entry.run(), thereBefore(entry)).isEmpty()
                || journal.isPresent() && LoneStatements.alone(statement);
    }

    private static String thereBefore(JournalEntry entry) {
        return "there before: " + entry.step() + "/" + entry.statement();
    }

    private boolean all(Work work, int index, List<Statement> statements, String direction, Times times) {
        for (int i = 0; i < statements.size(); i++) {
            JournalEntry entry = new JournalEntry(work.run(), work.key(index), i, direction);
            if (!one(work, index, statements.get(i), entry, times)) {
                return false;
            }
        }
        return true;
    }

    private boolean one(Work work, int index, Statement statement, JournalEntry entry, Times times) {
        Ledger ledger = work.session().ledger();
        Optional<String> journal = ledger.journal(entry);
        if (journal.equals(Optional.of("done"))) {
            times.ran++;
            return true;
        }
        if (statement.doneWhen() != null && work.session().holds(statement.doneWhen())) {
            times.ran += journal.isPresent() ? 1 : 0;
            if (journal.isEmpty()) {
                ledger.remember(work.run(), thereBefore(entry), "true");
            }
            ledger.done(entry);
            return true;
        }
        if (journal.isPresent() && LoneStatements.untold(statement)) {
            lone.demandKnown(work, entry, work.step(index), statement);
        }
        ledger.intend(entry);
        if (!withLocks(work, index, statement, entry, times)) {
            return false;
        }
        if (statement.doneWhen() != null && !work.session().holds(statement.doneWhen())) {
            throw new Failure(
                    Code.STATEMENT_FAILED,
                    "The target accepted '" + first(statement.sql()) + "', but its catalog does not show the effect.",
                    "Look at the table on the target; something may have undone it. Then retry.");
        }
        ledger.done(entry);
        times.ran++;
        return true;
    }

    private boolean withLocks(Work work, int index, Statement statement, JournalEntry entry, Times times) {
        LockRetry retry = new LockRetry(clock.instant(), settings.lockPatience(), ThreadLocalRandom.current());
        Duration timeout = work.step(index).options().timeout();
        while (true) {
            nameThoseInTheWay(work, index, statement);
            Instant asked = clock.instant();
            times.attempts = Math.max(times.attempts, retry.attempts() + 1);
            GivingWay.Watch giving = givingWay.watch(work, index, statement);
            try (giving;
                    var watch = interrupter.watch(work)) {
                lone.begins(work, entry, statement);
                times.held =
                        Math.max(times.held, work.session().execute(statement, settings.lockBudget(), timeout, entry));
                return true;
            } catch (Failure failure) {
                lone.ended(work, entry, statement, failure);
                refuseIfGaveWay(statement, giving, failure);
                times.waited += Duration.between(asked, clock.instant()).toMillis();
                if (failure.code() != Code.LOCK_NOT_GRANTED) {
                    throw failure;
                }
                if (failure.getCause() instanceof Failure) {
                    facts.event(work.claim(), "leftover", failure.message() + " " + failure.advice(), Map.of());
                }
                Optional<Duration> pause = retry.failed(clock.instant());
                if (pause.isEmpty()) {
                    throw gaveUp(work, index, statement, retry, failure);
                }
                facts.event(
                        work.claim(),
                        "lock",
                        "Lock not granted for '" + first(statement.sql()) + "', try " + retry.attempts() + "; again in "
                                + pause.get().toMillis() + " ms." + inTheWay(work, index),
                        Map.of("attempt", retry.attempts()));
                if (!pauses.pause(work, pause.get())) {
                    return false;
                }
            }
        }
    }

    /** Tried again it would keep the same sessions waiting again. */
    private void refuseIfGaveWay(Statement statement, GivingWay.Watch giving, Failure cancelled) {
        String waited = giving.gaveWayTo();
        if (waited != null && cancelled.code() == Code.LOCK_NOT_GRANTED) {
            throw new Failure(
                    Code.STATEMENT_FAILED,
                    "'" + first(statement.sql()) + "' held its lock for longer than "
                            + settings.lockBudget().toMillis() + " ms while others waited for it, so it was cancelled: "
                            + waited + ". Nothing was changed by it.",
                    "Choose a form that does not hold the lock for long, or a time without traffic. A step whose wait is accepted says so"
                            + " with 'timeout' in the file.",
                    cancelled);
        }
    }

    /** Looks before it asks, so that the reader of the run's page knows whom we are about to wait for. */
    private void nameThoseInTheWay(Work work, int index, Statement statement) {
        Optional<TableName> table = work.step(index).about();
        if (table.isEmpty() || statement.mode() == Mode.QUERY) {
            return;
        }
        String names = names(work.session().inTheWay(table.get(), settings.lockBudget()));
        if (!names.isEmpty()) {
            facts.event(
                    work.claim(),
                    "lock",
                    "In the way on " + table.get() + ": " + names + ".",
                    Map.of("table", table.get().toString()));
        }
    }

    private static String names(List<Session> sessions) {
        return String.join(
                "; ",
                sessions.stream()
                        .map(session -> "session " + session.id() + " " + session.user()
                                + (session.application().isBlank() ? "" : " (" + session.application() + ")") + " "
                                + session.state())
                        .toList());
    }

    private Failure gaveUp(Work work, int index, Statement statement, LockRetry retry, Failure last) {
        return new Failure(
                Code.LOCK_NOT_GRANTED,
                "The lock for '" + first(statement.sql()) + "' was not granted in " + retry.attempts() + " tries over "
                        + settings.lockPatience().toMinutes() + " min." + inTheWay(work, index)
                        + " Nothing was changed by it.",
                "End or wait for those sessions, or choose a quieter hour, then retry.",
                last);
    }

    /** A sentence that names whoever holds the table now, or nothing. */
    static String inTheWay(Work work, int index) {
        return work.step(index)
                .about()
                .map(table -> names(work.session().inTheWay(table, Duration.ZERO)))
                .filter(names -> !names.isEmpty())
                .map(names -> " In the way: " + names + ".")
                .orElse("");
    }

    static String first(@Nullable String sql) {
        String line = sql == null ? "" : sql.strip().replaceAll("\\s+", " ");
        return line.length() > 90 ? line.substring(0, 90) + "…" : line;
    }
}
