package dev.lockkeeper.target.mysql;

import dev.lockkeeper.plan.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a session of ours is told from others. The servers show no application name in the list of sessions (MariaDB has no
 * {@code performance_schema} by default), so a session carries its name as user locks ({@code get_lock}), named by its connection
 * number: they need no privilege and no table, nobody waits for them, everybody can ask who holds them, and they end with the
 * connection, whose number the server may give again.
 *
 * <p>Locks of connection 7 named {@code lockkeeper run 42 expand}: {@code lockkeeper.7}, {@code lockkeeper.7.<digest of the name>},
 * {@code lockkeeper.7.<digest of the family>} ({@link #family}), and the digits of the run from the right: {@code lockkeeper.7.0.2},
 * {@code lockkeeper.7.1.4}.
 */
final class SessionName {

    /** Of our name; the rest of a digest would not fit a lock's 64 characters. */
    private static final int DIGEST = 32;

    private static final int DIGITS = 18;

    /** The run, the session's part in it, and whose run it is. */
    private static final Pattern PARTS = Pattern.compile("^(lockkeeper run \\d{1," + DIGITS + "}) (.+?)( of \\S+)?$");

    private static final Pattern RUN = Pattern.compile("^lockkeeper run (\\d{1," + DIGITS + "})\\b.*");

    /** The run of session {@code p.id} as text, null when it names none; {@code p} is a row of the process list. */
    static final String RUN_OF_P = runOf();

    private SessionName() {}

    /** Takes the locks for this connection; each is granted at once, because its name has the connection's number. */
    static String take(String application) {
        List<String> endings = new ArrayList<>(List.of("", "." + digest(application)));
        family(application).map(family -> "." + digest(family)).ifPresent(endings::add);
        Matcher named = RUN.matcher(application);
        if (named.matches()) {
            String run = new StringBuilder(named.group(1)).reverse().toString();
            for (int i = 0; i < run.length(); i++) {
                endings.add("." + i + "." + run.charAt(i));
            }
        }
        return "select "
                + String.join(", ", endings.stream().map(SessionName::take1).toList());
    }

    /** What the sessions of one run of one Lockkeeper have in common; empty for a session of no run. */
    static Optional<String> family(String application) {
        return with(application, "*");
    }

    /** The name that another part of the same run of the same Lockkeeper has. */
    static Optional<String> with(String application, String part) {
        Matcher parts = PARTS.matcher(application);
        return parts.matches()
                ? Optional.of(parts.group(1) + " " + part + (parts.group(3) == null ? "" : parts.group(3)))
                : Optional.empty();
    }

    private static String take1(String ending) {
        return "get_lock(concat('lockkeeper.', connection_id(), '" + ending + "'), 0)";
    }

    /** Whether session {@code p.id} is ours. */
    static String isOurs() {
        return "coalesce(is_used_lock(concat('lockkeeper.', p.id)) = p.id, false)";
    }

    /** Whether session {@code p.id} carries exactly this name. */
    static String isNamed(String application) {
        return "coalesce(is_used_lock(concat('lockkeeper.', p.id, '." + digest(application) + "')) = p.id, false)";
    }

    private static String digest(String application) {
        return Digest.of(application).substring(0, DIGEST);
    }

    private static String runOf() {
        StringBuilder sql = new StringBuilder("nullif(concat(");
        for (int place = DIGITS - 1; place >= 0; place--) {
            sql.append("case");
            for (int digit = 0; digit <= 9; digit++) {
                sql.append(" when is_used_lock(concat('lockkeeper.', p.id, '.")
                        .append(place)
                        .append('.')
                        .append(digit)
                        .append("')) = p.id then '")
                        .append(digit)
                        .append("'");
            }
            sql.append(" else '' end").append(place == 0 ? "" : ", ");
        }
        return sql.append("), '')").toString();
    }
}
