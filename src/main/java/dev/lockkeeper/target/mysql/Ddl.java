package dev.lockkeeper.target.mysql;

import com.mysql.cj.jdbc.JdbcConnection;
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
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs one statement under the rules of its mode, and asks whether statements have had their effect.
 *
 * <p>DDL commits by itself, before and after, even when it fails; so it is run outside a transaction and only the catalog tells whether
 * it happened. A transaction is for statements that write rows: their ledger row commits with them.
 *
 * <p>Retries are not here: a lock that is not granted within its budget is a failure that changed nothing, and who is in charge of the
 * pauses tries again.
 */
final class Ddl {

    /** An index that was built for hours is lost when the last lock is not granted, so that one may take longer. */
    private static final Duration LONG_BUDGET = Duration.ofSeconds(5);

    private final Connection connection;
    private final Journal journal;
    private final Sending sql;
    private final Killing killing;

    /** @param connection in autocommit mode */
    Ddl(Connection connection, Journal journal, Killing killing) {
        this.connection = connection;
        this.journal = journal;
        this.sql = new Sending(connection);
        this.killing = killing;
    }

    boolean holds(String doneWhen) {
        return ask(doneWhen, null)
                .filter(answer -> answer.equals("1") || answer.equals("true"))
                .isPresent();
    }

    /** The first column of the first row as text, in a read-only transaction; empty for no row or null. */
    Optional<String> ask(String query, @Nullable Duration timeout) {
        Duration limit = timeout == null ? Connecting.STATEMENT_TIMEOUT : timeout;
        Silence.forStatement(connection, limit);
        // The servers' own limits know queries only as whole statements, and MariaDB's not beneath a function.
        TimeLimit time = new TimeLimit(limit, killing);
        long began = System.nanoTime();
        try (time) {
            try {
                sql.run(Limits.withoutTime());
                sql.run("start transaction read only");
                return sql.answer(query);
            } finally {
                backToDefaults();
            }
        } catch (SQLException e) {
            throw refused("asking '" + query + "'", began, time, e);
        } finally {
            Silence.forStatement(connection, null);
        }
    }

    /** See {@link dev.lockkeeper.target.TargetSession#execute}. */
    long execute(Statement statement, Duration lockBudget, @Nullable Duration timeout, @Nullable JournalEntry entry) {
        Duration limit = timeout == null ? Connecting.STATEMENT_TIMEOUT : timeout;
        Duration patience = timeout == null ? Duration.ZERO : timeout;
        return switch (statement.mode()) {
            case TRANSACTION -> inTransaction(statement, lockBudget, limit, entry);
            case AUTOCOMMIT ->
                statement.fallback() == null
                        ? alone(statement, lockBudget, limit)
                        : instantly(statement, lockBudget, limit, patience);
            case SCAN, CONCURRENTLY -> alone(statement, longer(lockBudget), patience);
            case CHUNKS, QUERY, PAUSE ->
                throw new IllegalArgumentException(
                        statement.mode() + " is not executed: rows are walked, questions asked, pauses waited for");
        };
    }

    private static Duration longer(Duration lockBudget) {
        return lockBudget.compareTo(LONG_BUDGET) > 0 ? lockBudget : LONG_BUDGET;
    }

    /** What the server cannot do instantly it refuses before it has changed anything; then the other way is taken. */
    private long instantly(Statement statement, Duration lockBudget, Duration limit, Duration patience) {
        try {
            return alone(statement, lockBudget, limit);
        } catch (Failure e) {
            String other = statement.fallback();
            if (other == null || !(e.getCause() instanceof SQLException cause) || !SqlFailures.otherAlgorithm(cause)) {
                throw e;
            }
            return alone(
                    new Statement(other, Mode.SCAN, statement.doneWhen(), statement.lock()),
                    longer(lockBudget),
                    patience);
        }
    }

    private long inTransaction(Statement statement, Duration lockBudget, Duration limit, @Nullable JournalEntry entry) {
        boolean committing = false;
        long began = System.nanoTime();
        TimeLimit time = new TimeLimit(limit, killing);
        try {
            // Others queue behind our locks while we say nothing, so a server of ours that sleeps loses its session.
            sql.run(Limits.inTransaction(lockBudget));
            sql.run("start transaction");
            Silence.forStatement(connection, limit);
            began = System.nanoTime();
            for (String one : Statements.of(statement.sql())) {
                sql.runStrictly(one);
            }
            long millis = millisSince(began);
            Silence.forStatement(connection, null);
            refuseEndedTransaction(statement);
            time.close();
            if (entry != null) {
                journal.done(connection, entry);
            }
            committing = true;
            sql.run("commit");
            return millis;
        } catch (SQLException e) {
            throw committing && SqlFailures.lost(e)
                    ? lostAtCommit(statement, entry, e)
                    : refused(statement, began, time, e);
        } finally {
            time.close();
            afterwards();
        }
    }

    private long alone(Statement statement, Duration lockBudget, Duration limit) {
        long began = System.nanoTime();
        TimeLimit time = new TimeLimit(limit, killing);
        try {
            sql.run(Limits.alone(lockBudget));
            Silence.forStatement(connection, limit);
            began = System.nanoTime();
            sql.run(statement.sql());
            return millisSince(began);
        } catch (SQLException e) {
            throw SqlFailures.lost(e) ? lostAlone(statement, e) : refused(statement, began, time, e);
        } finally {
            time.close();
            afterwards();
        }
    }

    /** The server says with each answer whether a transaction is open: DDL and {@code commit} end it. */
    private void refuseEndedTransaction(Statement statement) throws SQLException {
        boolean open = connection
                .unwrap(JdbcConnection.class)
                .getSession()
                .getServerSession()
                .inTransactionOnServer();
        if (!open) {
            throw new Failure(
                    Code.STATEMENT_FAILED,
                    "The statement ended its own transaction (it is DDL, or commits), so it is in effect, and the ledger has no"
                            + " record of it: " + statement.sql(),
                    "Look at the target for what was done. Write such a step with 'transaction: false'.");
        }
    }

    private static Failure refused(Statement statement, long began, TimeLimit time, SQLException e) {
        return refused("running '" + statement.sql() + "'", began, time, e);
    }

    private static Failure refused(String doing, long began, TimeLimit time, SQLException e) {
        boolean cancelled = SqlFailures.number(e) == 1317;
        // Locks have their own time-out, so this means long work; trying again would only take as long again.
        return cancelled && time.struck()
                ? new Failure(
                        Code.STATEMENT_FAILED,
                        "The statement was ended after " + Durations.format(Duration.ofMillis(millisSince(began)))
                                + ", longer than it may take, while " + doing + ". Nothing was changed by it.",
                        "Give the step a longer 'timeout' if others can wait that long, or do it in smaller parts.",
                        e)
                : SqlFailures.of(doing, e);
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
                        + "' ran outside a transaction: it may or may not be in effect, and the server may still be working on it.",
                tellable
                        ? "Nothing to do: the catalog of the target tells once it is reached again."
                        : "Look at the target, then say whether it was done.",
                e);
    }

    private void afterwards() {
        Silence.forStatement(connection, null);
        try {
            if (!connection.isClosed()) {
                backToDefaults();
            }
        } catch (SQLException e) {
            // The connection is gone, which the failure on its way already says; closing it is all that is left.
            System.getLogger(Ddl.class.getName())
                    .log(System.Logger.Level.DEBUG, "after a statement: " + SqlFailures.said(e));
        }
    }

    /** Whatever was not committed is undone. */
    private void backToDefaults() throws SQLException {
        sql.run("rollback");
        sql.run(Limits.DEFAULTS);
    }

    private static long millisSince(long began) {
        return (System.nanoTime() - began) / 1_000_000;
    }
}
