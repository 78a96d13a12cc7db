package dev.lockkeeper.target.postgres;

import dev.lockkeeper.Failure;
import dev.lockkeeper.target.Probe;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks a server what it is and whether a run can be carried out with this login. */
final class Probing {

    static final int OLDEST = 14;

    private static final String STATE =
            """
            select current_setting('server_version') as version,
                   current_setting('server_version_num')::int / 10000 as major,
                   pg_is_in_recovery() as standby,
                   current_setting('default_transaction_read_only')::boolean as read_only
            """;

    private final Asking asking;

    Probing(Asking asking) {
        this.asking = asking;
    }

    private record State(String version, int major, boolean standby, boolean readOnly) {}

    Probe probe() {
        try {
            long before = System.nanoTime();
            State state = state();
            Duration latency = Duration.ofNanos(System.nanoTime() - before);
            Privileges.Found found = new Privileges(asking, state.major()).look();
            String error = error(state);
            return new Probe(
                    true,
                    "PostgreSQL " + number(state.version()),
                    latency,
                    !state.standby() && !state.readOnly(),
                    found.has(),
                    found.missing(),
                    error,
                    error == null ? null : advice(state));
        } catch (Failure e) {
            return new Probe(false, null, null, false, List.of(), List.of(), e.message(), e.advice());
        }
    }

    String version() {
        return "PostgreSQL " + number(state().version());
    }

    private State state() {
        return asking.ask("asking for the server's version", sql -> sql.sql(STATE)
                .query((row, n) -> new State(
                        row.getString("version"),
                        row.getInt("major"),
                        row.getBoolean("standby"),
                        row.getBoolean("read_only")))
                .single());
    }

    /** {@code 16.3} of {@code 16.3 (Debian 16.3-1.pgdg120+1)}. */
    private static String number(String version) {
        return version.split(" ", 2)[0];
    }

    private static @Nullable String error(State state) {
        if (state.major() < OLDEST) {
            return "PostgreSQL " + number(state.version()) + " is older than " + OLDEST
                    + ", the oldest that is supported.";
        }
        if (state.standby()) {
            return "The server is a standby: nothing can be written to it.";
        }
        return state.readOnly() ? "Transactions are read-only by default for this login or database." : null;
    }

    private static String advice(State state) {
        if (state.major() < OLDEST) {
            return "Upgrade the server first.";
        }
        return state.standby()
                ? "Point the target at the primary, or name all hosts and add ?targetServerType=primary."
                : "Reset default_transaction_read_only for the login (alter role … reset) or the database.";
    }
}
