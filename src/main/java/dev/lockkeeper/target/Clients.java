package dev.lockkeeper.target;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which applications are connected to the database.
 *
 * @param hidden why some are not told, null when all are
 * @param advice what helps then
 */
public record Clients(List<Client> all, @Nullable String hidden, String advice) {
    public Clients {
        all = List.copyOf(all);
    }

    /** @param application empty when it gives no name; @param oldest since when its oldest session is connected, null for unknown */
    public record Client(String application, String user, int sessions, @Nullable Instant oldest) {}
}
