package dev.lockkeeper.target.mysql;

import dev.lockkeeper.Failure;
import dev.lockkeeper.target.Probe;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks a server what it is and whether a run can be carried out with this login. */
final class Probing {

    /** MySQL's own limits on versions are told with a zero, MariaDB's read-only has names from 12 on. */
    private static final String READ_ONLY =
            "select (@@global.read_only not in ('0', 'OFF')) or @@global.innodb_read_only";

    private static final String SUPER_READ_ONLY = "select @@global.super_read_only";

    private final Asking asking;

    Probing(Asking asking) {
        this.asking = asking;
    }

    Probe probe() {
        try {
            long before = System.nanoTime();
            ServerVersion version = asking.version();
            Duration latency = Duration.ofNanos(System.nanoTime() - before);
            boolean readOnly = readOnly(version);
            Privileges.Found found = new Privileges(asking, version).look();
            String error = error(version, readOnly);
            return new Probe(
                    true,
                    version.toString(),
                    latency,
                    !readOnly,
                    found.has(),
                    found.missing(),
                    error,
                    error == null ? null : advice(version));
        } catch (Failure e) {
            return new Probe(false, null, null, false, List.of(), List.of(), e.message(), e.advice());
        }
    }

    String version() {
        return asking.version().toString();
    }

    /** Also where the login would be let through: a server is made read-only because it is a replica. */
    private boolean readOnly(ServerVersion version) {
        String doing = "asking whether the server is read-only";
        return isOne(asking.first(doing, READ_ONLY).orElse("1"))
                || !version.mariadb() && isOne(asking.first(doing, SUPER_READ_ONLY).orElse("0"));
    }

    private static boolean isOne(String answer) {
        return answer.equals("1");
    }

    private static boolean tooOld(ServerVersion version) {
        return version.mariadb() ? !version.atLeast(10, 6, 0) : !version.atLeast(8, 0, 0);
    }

    private static @Nullable String error(ServerVersion version, boolean readOnly) {
        if (tooOld(version)) {
            return version + " is older than "
                    + (version.mariadb() ? "MariaDB 10.6" : "MySQL 8.0") + ", the oldest that is supported.";
        }
        return readOnly ? "The server is read-only: nothing can be written to it." : null;
    }

    private static String advice(ServerVersion version) {
        return tooOld(version)
                ? "Upgrade the server first."
                : "Point the target at the primary; if this is it, set read_only to off.";
    }
}
