package dev.lockkeeper.target.mysql;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;

/**
 * Turns what the driver throws into a {@link Failure}, by the server's error number (the two servers share those below 2000 and went
 * different ways above), never by the text. The only class that does.
 *
 * <p>It cannot know whether a commit that lost its connection happened: who commits asks {@link #lost} first.
 */
final class SqlFailures {

    /** The SQLSTATE of a warning that we made a failure of. */
    static final String WARNED = "01000";

    /** Lock wait, deadlock, nowait, lock table full, changed since read, table definition changed, write set refused by a cluster. */
    private static final Set<Integer> LOCKS = Set.of(1205, 1213, 3572, 1206, 1020, 1412, 1615, 3058, 1180);

    /** Interrupted, over its time on MySQL, on MariaDB. */
    private static final Set<Integer> CANCELLED = Set.of(1317, 3024, 1969);

    /** What a transaction wrote does not fit the cache of the binary log, or a packet; a smaller chunk does. */
    private static final Set<Integer> TOO_LARGE = Set.of(1197, 1153);

    /** Wrong password, host not allowed, expired, locked on either server, plugin. */
    private static final Set<Integer> LOGIN = Set.of(1045, 1130, 1698, 1820, 1862, 3118, 4151, 1524, 1251, 1275);

    /** Database, session, table, column, command, routine, trigger without super, view, needs super. */
    private static final Set<Integer> PRIVILEGE = Set.of(1044, 1095, 1142, 1143, 1227, 1370, 1419, 1410, 1345);

    /** Database, table, column, key, routine, trigger, column of a key, what a drop names. */
    private static final Set<Integer> NOT_THERE = Set.of(1049, 1146, 1054, 1176, 1305, 1360, 1072, 1051, 1091, 1109);

    /** Too many, shutting down, killed on either server, idle, a cluster's node that is not ready. */
    private static final Set<Integer> GONE = Set.of(1040, 1053, 1079, 1080, 1203, 1927, 3169, 4031, 1047);

    /** By option ({@code read_only}), by mode ({@code innodb_read_only}), by transaction. */
    private static final Set<Integer> READ_ONLY = Set.of(1290, 1836, 1792);

    /** Errors of computing whose message never holds a value: out of range for a column, too long, null, division by zero. */
    private static final Set<Integer> QUOTES_NOTHING = Set.of(1264, 1406, 1048, 1365, 1690);

    private static final Pattern QUOTED = Pattern.compile("'([^']*)'");

    /** Not by this algorithm or lock, with or without a reason; no more row versions. */
    private static final Set<Integer> OTHER_ALGORITHM = Set.of(1845, 1846, 4092);

    /** A statement that took longer than it may, as MySQL numbers it. */
    static final int TOO_LONG = 3024;

    /**
     * Classes of states that say nothing of a single row: connection, features that are not there, transaction, login, database, names and
     * syntax. All others, those that triggers raise too, may be one row's own.
     */
    private static final Set<String> NOT_A_ROWS_OWN = Set.of("08", "0A", "25", "28", "3D", "42");

    /**
     * The same by number, where the state is the general one: disk full, out of memory, storage engine, crashed, files that cannot be read
     * or written, a table that only reads, tablespaces that are not there, the log's format, functions that are not safe for the log, a
     * trigger on the table that writes to it, a transaction that is gone.
     */
    private static final Set<Integer> NOT_A_ROWS_OWN_NUMBERS = Set.of(
            1021, 1037, 1041, 1114, 1030, 1034, 1194, 1195, 1197, 1153, 1665, 1418, 1213, 3058, 1180, 1267, 1270, 1271,
            3, 1015, 1016, 1017, 1026, 1033, 1035, 1036, 1105, 1135, 1436, 1442, 1443, 1456, 1598, 1712, 1812, 1814,
            1815, 1874, 1878, 1881);

    private SqlFailures() {}

    /** Whether a change of a table was refused for the algorithm that it asked for; nothing has changed then. */
    static boolean otherAlgorithm(SQLException e) {
        return OTHER_ALGORITHM.contains(number(e));
    }

    /** @param doing what was being done, as a phrase that follows "while": {@code reading the tables of 'shop'} */
    static Failure of(String doing, SQLException e) {
        SQLException told = told(e);
        int number = told.getErrorCode();
        String said = said(e);
        if (LOCKS.contains(number) || CANCELLED.contains(number) || TOO_LARGE.contains(number)) {
            return notGranted(doing, number, said, e);
        }
        if (LOGIN.contains(number) || state(e).startsWith("28") || withoutKey(told)) {
            return new Failure(
                    Code.LOGIN_REFUSED,
                    "The target refused the login while " + doing + ": " + said + ".",
                    withoutKey(told)
                            ? "Use TLS (?sslMode=REQUIRED), or add ?allowPublicKeyRetrieval=true where the network is trusted."
                            : "Check the username, the password and the hosts that the login may come from, then probe the target.",
                    e);
        }
        if (lost(e)) {
            return new Failure(
                    Code.TARGET_UNREACHABLE,
                    "The target could not be reached while " + doing + ": " + said + ".",
                    "Check that the server runs, its address, port and firewall, then probe the target.",
                    e);
        }
        return broken(doing, number, said, e);
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
        int number = number(e);
        // Without a number the driver itself speaks.
        return state.length() == 5
                && number != 0
                && !NOT_A_ROWS_OWN.contains(state.substring(0, 2))
                && !NOT_A_ROWS_OWN_NUMBERS.contains(number)
                && !GONE.contains(number)
                && !READ_ONLY.contains(number);
    }

    /** For what {@code JdbcClient} throws; anything without a driver's exception in it is thrown as it is. */
    static Failure of(String doing, DataAccessException e) {
        for (Throwable at = e; at != null; at = at.getCause()) {
            if (at instanceof SQLException cause) {
                return of(doing, cause);
            }
        }
        throw e;
    }

    /** Whether the session is gone, so that nothing more can be asked through it. */
    static boolean lost(SQLException e) {
        return state(e).startsWith("08") || GONE.contains(number(e));
    }

    /** The server's error number; 0 when the driver itself speaks. */
    static int number(SQLException e) {
        return told(e).getErrorCode();
    }

    /** The SQLSTATE; empty when there is none. */
    static String state(SQLException e) {
        String state = told(e).getSQLState();
        return state == null ? "" : state;
    }

    /** The message on one line with its number, without secrets. */
    static String said(SQLException e) {
        SQLException told = told(e);
        String text = sentence(told.getMessage());
        return told.getErrorCode() == 0 ? text : text + " (error " + told.getErrorCode() + ")";
    }

    /** The server's message alone; empty when it quotes something that does not stand in the statement. */
    static Optional<String> saidOf(String statement, SQLException e) {
        String message = told(e).getMessage();
        if (message == null) {
            return Optional.empty();
        }
        Matcher quoted = QUOTED.matcher(message);
        boolean quotes = false;
        while (quoted.find()) {
            quotes = true;
            if (!statement.contains(quoted.group(1)) && !QUOTES_NOTHING.contains(number(e))) {
                return Optional.empty();
            }
        }
        return quotes || QUOTES_NOTHING.contains(number(e)) ? Optional.of(said(e)) : Optional.empty();
    }

    private static Failure notGranted(String doing, int number, String said, SQLException e) {
        String what =
                switch (number) {
                    case 1205, 3572 -> "A lock was not granted in time";
                    case 1213, 3058 -> "The server ended a deadlock by refusing our statement";
                    case 1317 -> "Somebody cancelled our statement";
                    case 3024, 1969 -> "The statement took longer than allowed";
                    case 1197 ->
                        "One transaction wrote more than the cache of the binary log holds (max_binlog_cache_size)";
                    case 1153 -> "One statement was larger than a packet may be (max_allowed_packet)";
                    default -> "The server refused our transaction because of others";
                };
        return new Failure(
                Code.LOCK_NOT_GRANTED,
                what + " while " + doing + ": " + said + ". Nothing was changed by it.",
                TOO_LARGE.contains(number)
                        ? "It is tried again in smaller parts where that is safe."
                        : "It is tried again where that is safe; look at the target's locks for who is in the way.",
                e);
    }

    private static Failure broken(String doing, int number, String said, SQLException e) {
        if (PRIVILEGE.contains(number)) {
            return new Failure(
                    Code.MISSING_PRIVILEGE,
                    "The login may not do this on the target, while " + doing + ": " + said
                            + ". Nothing was changed by it.",
                    number == 1419
                            ? "With the binary log on, triggers need log_bin_trust_function_creators = 1 or more privileges: probe the target, it says which."
                            : "Probe the target: it names the statement that grants what is missing.",
                    e);
        }
        if (NOT_THERE.contains(number)) {
            return new Failure(
                    Code.MISSING_OBJECT,
                    "Something is not there on the target, while " + doing + ": " + said
                            + ". Nothing was changed by it.",
                    "Compare the names with the target's tables; names of tables are case-sensitive on most servers.",
                    e);
        }
        return new Failure(
                Code.STATEMENT_FAILED,
                "The target refused the statement while " + doing + ": " + said + ". Nothing was changed by it.",
                READ_ONLY.contains(number)
                        ? "The server is read-only, perhaps a replica: point the target at the primary."
                        : "Mend the statement or the data that it names, then try again.",
                e);
    }

    /** The driver's refusal to fetch the server's key for {@code caching_sha2_password} without TLS; it has no number. */
    private static boolean withoutKey(SQLException told) {
        String message = told.getMessage();
        return told.getErrorCode() == 0 && message != null && message.startsWith("Public Key Retrieval");
    }

    /** What the driver said: a pool wraps it when it could not connect. The first with a state, for beneath it are sockets. */
    private static SQLException told(SQLException e) {
        for (Throwable at = e; at != null; at = at.getCause()) {
            if (at instanceof SQLException inner && (inner.getErrorCode() != 0 || inner.getSQLState() != null)) {
                return inner;
            }
        }
        return e;
    }

    /** On one line and without the full stop, because our sentence goes on. The driver's own texts have several paragraphs. */
    private static String sentence(@Nullable String text) {
        String line = text == null ? "no message" : text.strip().replaceAll("\\s*\\R\\s*", " ");
        line = Masking.of(line);
        return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
    }
}
