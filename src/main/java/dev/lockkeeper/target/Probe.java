package dev.lockkeeper.target;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a target said when asked.
 *
 * @param version as the server reports it, null when not reached
 * @param error why it could not be reached or used, null when it could
 * @param privileges what the login may do
 * @param missing what it may not but must, each with the statement that grants it
 */
public record Probe(
        boolean reachable,
        @Nullable String version,
        @Nullable Duration latency,
        boolean writable,
        List<String> privileges,
        List<Missing> missing,
        @Nullable String error,
        @Nullable String advice) {
    public Probe {
        privileges = List.copyOf(privileges);
        missing = List.copyOf(missing);
    }

    /** @param grant the statement, quoted and ready to be run by an owner */
    public record Missing(String what, String why, String grant) {}
}
