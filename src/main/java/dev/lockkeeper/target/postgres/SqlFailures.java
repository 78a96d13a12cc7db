package dev.lockkeeper.target.postgres;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;
import org.springframework.dao.DataAccessException;

/**
 * Turns what the driver throws into a {@link Failure}, by SQLSTATE (appendix A of PostgreSQL's manual), never by the text, which is in
 * the server's language. The only class that does.
 *
 * <p>It cannot know whether a commit that lost its connection happened: who commits asks {@link #lost} first.
 */
final class SqlFailures {

    /** The server has ended the session, or is not there: admin shutdown, crash, starting up, dropped or idle session, too many. */
    private static final Set<String> GONE = Set.of("57P01", "57P02", "57P03", "57P05", "25P03", "25P04", "53300");

    /** Lock time-out, deadlock, serialization failure. */
    private static final Set<String> LOCKS = Set.of("55P03", "40P01", "40001");

    /** Table, column, schema, and what else has a name: type, index, constraint, trigger, role. */
    private static final Set<String> NOT_THERE = Set.of("42P01", "42703", "3F000", "3D000", "42704", "57P04");

    /** Errors of computing whose message never holds a value: overflow, out of range, division by zero, too long, null. */
    private static final Set<String> QUOTES_NOTHING = Set.of("22003", "22008", "22012", "22001", "22004");

    /**
     * Classes of states that say nothing of a single row: connection, transaction, login, rights and names, features that are not there,
     * resources, the operator, the system, the configuration, the server's own defects. All others, those that functions and triggers raise
     * too, may be one row's own.
     */
    private static final Set<String> NOT_A_ROWS_OWN = Set.of(
            "03", "08", "0A", "0L", "0P", "25", "26", "28", "2B", "2D", "34", "3B", "3D", "3F", "42", "53", "55", "57",
            "58", "F0", "HV", "XX");

    private static final String CANCELLED = "57014";
    private static final String NO_PASSWORD_OR_NO_TLS = "08004";

    private SqlFailures() {}

    /**
     * @param doing what was being done, as a phrase that follows "while": {@code reading the tables of 'shop'}
     */
    static Failure of(String doing, SQLException e) {
        String state = state(e);
        String said = said(e);
        if (LOCKS.contains(state) || state.equals(CANCELLED)) {
            return notGranted(doing, state, said, e);
        }
        if (state.startsWith("28") || state.equals(NO_PASSWORD_OR_NO_TLS)) {
            return new Failure(
                    Code.LOGIN_REFUSED,
                    "The target refused the login while " + doing + ": " + said + ".",
                    "Check the username, the password and pg_hba.conf, then probe the target.",
                    e);
        }
        if (lost(e)) {
            return new Failure(
                    Code.TARGET_UNREACHABLE,
                    "The target could not be reached while " + doing + ": " + said + ".",
                    "Check that the server runs, its address, port and firewall, then probe the target.",
                    e);
        }
        return broken(doing, state, said, e);
    }

    /**
     * For statements that write or compare rows: {@code statement-failed} only when a row itself refuses, {@code statement-refused} when
     * every row would meet the same.
     */
    static Failure ofRows(String doing, SQLException e) {
        Failure failure = of(doing, e);
        return failure.code() != Code.STATEMENT_FAILED || aboutTheRow(e)
                ? failure
                : new Failure(Code.STATEMENT_REFUSED, failure.message(), failure.advice(), e);
    }

    /** Whether another row may well do what this one did not: it is locked, too slow, or refuses by its own values. */
    static boolean aboutTheRow(SQLException e) {
        String state = state(e);
        return LOCKS.contains(state)
                || state.equals(CANCELLED)
                || (state.length() == 5 && !NOT_A_ROWS_OWN.contains(state.substring(0, 2)));
    }

    /** For what {@code JdbcClient} throws; anything without a driver's exception in it is thrown as it is. */
    static Failure of(String doing, DataAccessException e) {
        // Not the innermost cause: beneath a lost connection the driver's own exception has one of the socket.
        for (Throwable at = e; at != null; at = at.getCause()) {
            if (at instanceof SQLException cause) {
                return of(doing, cause);
            }
        }
        throw e;
    }

    /** Whether the session is gone, so that nothing more can be asked through it. */
    static boolean lost(SQLException e) {
        String state = state(e);
        return state.startsWith("08") || GONE.contains(state);
    }

    /** The SQLSTATE of the innermost exception that has one; empty when none has. */
    static String state(SQLException e) {
        for (Throwable at = e.getCause(); at != null; at = at.getCause()) {
            // A pool wraps what the driver said when it could not connect.
            if (at instanceof SQLException inner && inner.getSQLState() != null) {
                return state(inner);
            }
        }
        return e.getSQLState() == null ? "" : e.getSQLState();
    }

    /** The server's message with detail, hint and position, on one line. */
    static String said(SQLException e) {
        PSQLException driver = driver(e);
        ServerErrorMessage server = driver == null ? null : driver.getServerErrorMessage();
        if (server == null) {
            return sentence(driver == null ? e.getMessage() : driver.getMessage());
        }
        StringBuilder text = new StringBuilder(sentence(server.getMessage()));
        append(text, "; detail: ", server.getDetail());
        append(text, "; hint: ", server.getHint());
        if (server.getPosition() > 0) {
            text.append("; at character ").append(server.getPosition());
        }
        return text.append(" (SQLSTATE ")
                .append(server.getSQLState())
                .append(')')
                .toString();
    }

    /** The server's message alone; empty when it quotes something that does not stand in the statement. */
    static Optional<String> saidOf(String statement, SQLException e) {
        PSQLException driver = driver(e);
        ServerErrorMessage server = driver == null ? null : driver.getServerErrorMessage();
        String message = server == null || server.getMessage() == null ? "" : server.getMessage();
        int from = message.indexOf('"');
        int to = message.lastIndexOf('"');
        boolean quotes = to > from;
        boolean known =
                quotes ? statement.contains(message.substring(from + 1, to)) : QUOTES_NOTHING.contains(state(e));
        return known ? Optional.of(sentence(message) + " (SQLSTATE " + state(e) + ")") : Optional.empty();
    }

    private static Failure notGranted(String doing, String state, String said, SQLException e) {
        String what =
                switch (state) {
                    case "55P03" -> "A lock was not granted in time";
                    case "40P01" -> "The server ended a deadlock by refusing our statement";
                    case "40001" -> "The server refused our transaction because of a concurrent one";
                    default ->
                        byPerson(said) ? "Somebody cancelled our statement" : "The statement took longer than allowed";
                };
        return new Failure(
                Code.LOCK_NOT_GRANTED,
                what + " while " + doing + ": " + said + ". Nothing was changed by it.",
                "It is tried again where that is safe; look at the target's locks for who is in the way.",
                e);
    }

    private static Failure broken(String doing, String state, String said, SQLException e) {
        if (state.equals("42501")) {
            return new Failure(
                    Code.MISSING_PRIVILEGE,
                    "The login may not do this on the target, while " + doing + ": " + said
                            + ". Nothing was changed by it.",
                    "Probe the target: it names the statement that grants what is missing.",
                    e);
        }
        if (NOT_THERE.contains(state)) {
            return new Failure(
                    Code.MISSING_OBJECT,
                    "Something is not there on the target, while " + doing + ": " + said
                            + ". Nothing was changed by it.",
                    "Compare the names with the target's tables; names are case-sensitive.",
                    e);
        }
        return new Failure(
                Code.STATEMENT_FAILED,
                "The target refused the statement while " + doing + ": " + said + ". Nothing was changed by it.",
                state.equals("25006")
                        ? "The server is read-only, perhaps a standby: point the target at the primary."
                        : "Mend the statement or the data that it names, then try again.",
                e);
    }

    /**
     * Time-out and cancellation have the same SQLSTATE and differ by text only, so this is right for servers that speak English and
     * says "longer than allowed" otherwise; it decides words, never what is done.
     */
    private static boolean byPerson(String said) {
        return said.toLowerCase(Locale.ROOT).contains("user request");
    }

    private static @Nullable PSQLException driver(SQLException e) {
        PSQLException found = null;
        for (Throwable at = e; at != null; at = at.getCause()) {
            if (at instanceof PSQLException inner) {
                found = inner;
            }
        }
        return found;
    }

    private static void append(StringBuilder text, String before, @Nullable String part) {
        if (part != null && !part.isBlank()) {
            text.append(before).append(sentence(part));
        }
    }

    /** On one line and without the full stop, because our sentence goes on. */
    private static String sentence(@Nullable String text) {
        String line = text == null ? "no message" : text.strip().replaceAll("\\s*\\R\\s*", " ");
        return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
    }
}
