package dev.lockkeeper.audit;

import org.jspecify.annotations.Nullable;

/**
 * Who did it.
 *
 * @param kind {@code user}, {@code token} or {@code engine}
 * @param userId the user behind it, null for the engine
 * @param name the username, or the name of the server for the engine
 * @param via the token's name, null for a session
 * @param address where the request came from, null for the engine
 */
public record Actor(String kind, @Nullable Long userId, String name, @Nullable String via, @Nullable String address) {

    /** The engine on the server of that name. */
    public static Actor engine(String server) {
        return new Actor("engine", null, server, null, null);
    }
}
