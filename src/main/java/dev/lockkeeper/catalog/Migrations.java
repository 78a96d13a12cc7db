package dev.lockkeeper.catalog;

import dev.lockkeeper.Paged;
import dev.lockkeeper.security.Person;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The catalog. */
@Component
public class Migrations {

    /** @param created false when the same text was there already, as any of its revisions */
    public record Submission(Revision revision, boolean created) {}

    /**
     * Stores a text as a revision; the same text again gives the same revision.
     *
     * @throws dev.lockkeeper.Failure {@code invalid-plan}, {@code forbidden} (needs author for the owner's team)
     */
    public Submission submit(String yaml, Person by) {
        throw new IllegalStateException("to be written");
    }

    /** @param query part of id, title or owner; null for all. Newest first; only what the person may see. */
    public Paged<Migration> list(@Nullable String query, int limit, @Nullable String after, Person by) {
        throw new IllegalStateException("to be written");
    }

    /** @throws dev.lockkeeper.Failure {@code not-found}, also for what the person may not see */
    public Migration get(String id, Person by) {
        throw new IllegalStateException("to be written");
    }

    /** @param number null for the latest */
    public Revision revision(String id, @Nullable Integer number, Person by) {
        throw new IllegalStateException("to be written");
    }

    public List<Revision> revisions(String id, Person by) {
        throw new IllegalStateException("to be written");
    }

    /** For the engine, which asks for nobody. */
    public Optional<Revision> revision(String id, int number) {
        throw new IllegalStateException("to be written");
    }
}
