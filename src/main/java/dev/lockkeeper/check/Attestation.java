package dev.lockkeeper.check;

import dev.lockkeeper.Failure;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Somebody's word for what no server tells, given at the launch.
 *
 * @param check that it answers
 * @param link to what can be read of it
 * @param at when it was so: the time of a backup; null for now
 */
public record Attestation(String check, URI link, @Nullable Instant at) {

    private static final int LONGEST = 1000;
    private static final Set<String> SCHEMES = Set.of("http", "https");

    /** @throws Failure {@code invalid} without a check, or without a link that can be followed */
    public static Attestation of(@Nullable String check, @Nullable String link, @Nullable Instant at) {
        try {
            URI uri = link == null ? null : new URI(link.strip());
            if (check != null
                    && link != null
                    && uri != null
                    && uri.getHost() != null
                    && uri.getUserInfo() == null
                    && SCHEMES.contains(String.valueOf(uri.getScheme()))
                    && link.length() <= LONGEST) {
                return new Attestation(check, uri, at);
            }
        } catch (URISyntaxException e) {
            // As any other text that is no link.
        }
        throw Failure.invalid(
                "An attestation without a check, or whose link is none. Nothing was launched.",
                "Send {\"attest\": [{\"check\": \"backup-fresh\", \"link\": \"https://…\", \"at\": \"2026-11-20T22:00:00Z\"}]},"
                        + " without a password in the link.");
    }
}
