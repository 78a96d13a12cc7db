package dev.lockkeeper.target.postgres;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.plan.Durations;
import dev.lockkeeper.target.JournalEntry;
import dev.lockkeeper.target.Silence;
import dev.lockkeeper.target.Statement;
import dev.lockkeeper.target.Statement.Mode;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs one statement under the rules of its mode, and asks whether statements have had their effect.
 *
 * <p>Retries are not here: a lock that is not granted within its budget is a failure that changed nothing, and who is in charge of the
 * pauses tries again.
 */
final class Ddl {

    /** In a transaction it vanishes with it, which tells a statement that ends the transaction by itself. */
    private static final String MARK = "select set_config('lockkeeper.statement', 'running', true)";

    private static final String MARKED = "select nullif(current_setting('lockkeeper.statement', true), '')";

    /**
     * What a backslash means in a text. A step may have set it otherwise for its session, and the next would then be another one for the
     * server than for those who read and approved it. For the session, so that what the driver cuts by is the same.
     */
    private static final String MEANING = "set standard_conforming_strings = on; set backslash_quote = safe_encoding";

    private final Connection connection;
    private final Journal journal;
    private final Sending sql;
    private final Leftovers leftovers;

    /** What is left of a failed statement is being cleared away: not to be interrupted, or it stays. */
    private volatile boolean clearing;

    /** @param connection in autocommit mode */
    Ddl(Connection connection, Journal journal) {
        this.connection = connection;
        this.journal = journal;
        this.sql = new Sending(connection);
        this.leftovers = new Leftovers(sql);
    }

    /** Called by another thread. */
    boolean clearing() {
        return clearing;
    }

    boolean holds(String doneWhen) {
        return ask(doneWhen, null).map("t"::equals).orElse(false);
    }

    /** The first column of the first row as text, in a read-only transaction; empty for no row or null. */
    Optional<String> ask(String query, @Nullable Duration timeout) {
        Silence.forStatement(connection, timeout);
        long began = System.nanoTime();
        try {
            connection.setAutoCommit(false);
            try {
                sql.run("set transaction read only");
                sql.run(MEANING);
                if (timeout != null) {
                    sql.run(set("statement_timeout", timeout, true));
                }
                return sql.answer(query);
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw refused("asking '" + query + "'", began, e);
        } finally {
            Silence.forStatement(connection, null);
        }
    }

    /** See {@link dev.lockkeeper.target.TargetSession#execute}. */
    long execute(Statement statement, Duration lockBudget, @Nullable Duration timeout, @Nullable JournalEntry entry) {
        meaning();
        return switch (statement.mode()) {
            case TRANSACTION -> inTransaction(statement, lockBudget, timeout, entry);
            case SCAN -> inTransaction(statement, lockBudget, timeout == null ? Duration.ZERO : timeout, entry);
            case AUTOCOMMIT -> alone(statement, List.of(lockBudget), timeout);
            case CONCURRENTLY -> concurrently(statement, timeout);
            case CHUNKS, QUERY, PAUSE ->
                throw new IllegalArgumentException(
                        statement.mode() + " is not executed: rows are walked, questions asked, pauses waited for");
        };
    }

    private void meaning() {
        try {
            sql.run(MEANING);
        } catch (SQLException e) {
            throw SqlFailures.of("setting what texts mean", e);
        }
    }

    /**
     * Whether a statement whose connection was lost has had its effect; asked on a new connection. Empty when nobody can tell but a person.
     *
     * @param journal what the ledger says of it
     */
    Optional<Boolean> happened(Statement statement, Optional<String> journal) {
        if (journal.filter("done"::equals).isPresent()) {
            return Optional.of(true);
        }
        if (statement.doneWhen() != null) {
            return Optional.of(holds(statement.doneWhen()));
        }
        // The ledger's row commits with the statement: not there means not done.
        return statement.mode() == Mode.AUTOCOMMIT ? Optional.empty() : Optional.of(false);
    }

    private long inTransaction(
            Statement statement, Duration lockBudget, @Nullable Duration timeout, @Nullable JournalEntry entry) {
        long began = System.nanoTime();
        boolean committing = false;
        try {
            connection.setAutoCommit(false);
            sql.run(set("lock_timeout", lockBudget, true));
            // Others queue behind the lock while we say nothing, so a server of ours that sleeps loses it as fast.
            sql.run(set("idle_in_transaction_session_timeout", lockBudget, true));
            if (timeout != null) {
                sql.run(set("statement_timeout", timeout, true));
            }
            Silence.forStatement(connection, timeout);
            sql.run(MARK);
            began = System.nanoTime();
            sql.run(statement.sql());
            long millis = millisSince(began);
            Silence.forStatement(connection, null);
            refuseEndedTransaction(statement);
            if (entry != null) {
                journal.done(connection, entry);
            }
            committing = true;
            connection.commit();
            return millis;
        } catch (SQLException e) {
            throw committing && SqlFailures.lost(e) ? lostAtCommit(statement, entry, e) : refused(statement, began, e);
        } finally {
            backToAutoCommit();
        }
    }

    private long concurrently(Statement statement, @Nullable Duration timeout) {
        // Waiting is all that these do with locks; a time-out would leave an invalid index behind, and nobody queues
        // behind them.
        List<Duration> withoutLockTimeout = List.of(Duration.ZERO);
        Duration limit = timeout == null ? Duration.ZERO : timeout;
        if (statement.leftover() == null) {
            return alone(statement, withoutLockTimeout, limit);
        }
        try {
            leftovers.clear(statement.leftover(), leftover -> alone(leftover, withoutLockTimeout, limit));
        } catch (SQLException e) {
            throw SqlFailures.of(
                    "looking for what is left of " + statement.leftover().name(), e);
        }
        try {
            return alone(statement, withoutLockTimeout, limit);
        } catch (Failure e) {
            throw cleared(statement.leftover(), e);
        }
    }

    private Failure cleared(Statement.Leftover of, Failure reason) {
        clearing = true;
        try {
            return leftovers.clearAfter(
                    of, leftover -> alone(leftover, List.of(Duration.ZERO), Leftovers.PATIENCE), reason);
        } finally {
            clearing = false;
        }
    }

    /** Outside a transaction, where settings are the session's and must be put back. */
    private long alone(Statement statement, List<Duration> lockBudget, @Nullable Duration timeout) {
        long began = System.nanoTime();
        try {
            String before = sql.first(
                            "select " + setting("lock_timeout") + " || '; ' || " + setting("statement_timeout"))
                    .orElseThrow();
            try {
                sql.run(set("lock_timeout", lockBudget.getFirst(), false));
                if (timeout != null) {
                    sql.run(set("statement_timeout", timeout, false));
                }
                Silence.forStatement(connection, timeout);
                began = System.nanoTime();
                sql.run(statement.sql());
                return millisSince(began);
            } finally {
                putBack(before);
            }
        } catch (SQLException e) {
            throw SqlFailures.lost(e) ? lostAlone(statement, e) : refused(statement, began, e);
        }
    }

    private void refuseEndedTransaction(Statement statement) throws SQLException {
        if (sql.first(MARKED).isEmpty()) {
            throw new Failure(
                    Code.STATEMENT_FAILED,
                    "The statement ended its own transaction (it has commit or rollback in it), so it may be in effect as a whole or in"
                            + " part, and the ledger has no record of it: " + statement.sql(),
                    "Look at the target for what was done. Write such a step with 'transaction: false'.");
        }
    }

    private static Failure refused(Statement statement, long began, SQLException e) {
        return refused("running '" + statement.sql() + "'", began, e);
    }

    private static Failure refused(String doing, long began, SQLException e) {
        Failure failure = SqlFailures.of(doing, e);
        boolean cancelled = SqlFailures.state(e).equals("57014");
        // Locks have their own time-out, so a statement time-out means long work; trying again would only take as long
        // again.
        return cancelled && SqlFailures.said(e).contains("statement timeout")
                ? new Failure(
                        Code.STATEMENT_FAILED,
                        "The statement was ended after " + Durations.format(Duration.ofMillis(millisSince(began)))
                                + ", longer than it may take, while " + doing + ". Nothing was changed by it.",
                        "Give the step a longer 'timeout' if others can wait that long, or do it in smaller parts.",
                        e)
                : failure;
    }

    private static Failure lostAtCommit(Statement statement, @Nullable JournalEntry entry, SQLException e) {
        boolean tellable = entry != null || statement.doneWhen() != null;
        return new Failure(
                tellable ? Code.TARGET_UNREACHABLE : Code.UNKNOWN_OUTCOME,
                "The connection was lost while '" + statement.sql()
                        + "' was being committed: it may or may not be in effect.",
                tellable
                        ? "Nothing to do: the ledger or the catalog of the target tells once it is reached again."
                        : "Look at the target, then say whether it was done.",
                e);
    }

    private static Failure lostAlone(Statement statement, SQLException e) {
        boolean tellable = statement.doneWhen() != null;
        return new Failure(
                tellable ? Code.TARGET_UNREACHABLE : Code.UNKNOWN_OUTCOME,
                "The connection was lost while '" + statement.sql()
                        + "' ran outside a transaction: it may or may not be in effect, and the"
                        + " server may still be working on it.",
                tellable
                        ? "Nothing to do: the catalog of the target tells once it is reached again."
                        : "Look at the target, then say whether it was done.",
                e);
    }

    private void backToAutoCommit() {
        Silence.forStatement(connection, null);
        try {
            if (!connection.isClosed()) {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            // The connection is gone, which the failure on its way already says; closing it is all that is left.
            System.getLogger(Ddl.class.getName())
                    .log(System.Logger.Level.DEBUG, "after a statement: " + SqlFailures.said(e));
        }
    }

    private void putBack(String settings) throws SQLException {
        Silence.forStatement(connection, null);
        if (!connection.isClosed()) {
            sql.run(settings);
        }
    }

    private static String setting(String name) {
        return "format('set " + name + " = %L', current_setting('" + name + "'))";
    }

    private static String set(String name, Duration duration, boolean local) {
        return "set " + (local ? "local " : "") + name + " = '" + duration.toMillis() + "ms'";
    }

    private static long millisSince(long began) {
        return (System.nanoTime() - began) / 1_000_000;
    }
}
