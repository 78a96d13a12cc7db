package dev.lockkeeper.audit;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the head of the chain is kept outside the store.
 *
 * @param to {@code https://host/path} that takes a POST, or {@code file:/path} that is appended to; null for nowhere. It comes from the
 *     settings alone, so whoever may set it may reach what the server reaches
 * @param every the shortest time between two anchors, from 1s to 24h; nothing is anchored while nothing is recorded
 */
@ConfigurationProperties("lockkeeper.audit.anchor")
record AnchorSettings(@Nullable String to, @DefaultValue("10m") Duration every) {

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofHours(24);

    AnchorSettings {
        if (every.compareTo(SHORTEST) < 0 || every.compareTo(LONGEST) > 0) {
            throw wrong("lockkeeper.audit.anchor.every is " + every + "; it goes from 1s to 24h.");
        }
        if (to != null && !to.isBlank()) {
            address(to);
        }
    }

    boolean set() {
        return to != null && !to.isBlank();
    }

    URI address() {
        return address(String.valueOf(to));
    }

    /** For people: a path may hold a token. */
    String shown() {
        URI address = address();
        return address.getScheme().equals("file")
                ? String.valueOf(file())
                : address.getScheme() + "://" + address.getHost();
    }

    /** Null when it is sent somewhere. */
    @Nullable
    Path file() {
        return address().getScheme().equals("file") ? Path.of(address()) : null;
    }

    private static URI address(String to) {
        try {
            URI address = new URI(to.strip());
            String scheme = String.valueOf(address.getScheme());
            boolean file = scheme.equals("file") && address.getHost() == null && address.getPath() != null;
            if (file || Set.of("http", "https").contains(scheme) && address.getHost() != null) {
                return address;
            }
        } catch (URISyntaxException e) {
            // Said below, without what was set: it may hold a token.
        }
        throw wrong("lockkeeper.audit.anchor.to is neither an http address nor file:/path.");
    }

    private static Failure wrong(String message) {
        return new Failure(
                Code.WRONG_SETTINGS,
                message,
                "Set it to https://host/path or file:/path, or unset it to anchor nowhere.");
    }

    @Override
    public String toString() {
        return "AnchorSettings[every " + every + "]";
    }
}
