package dev.lockkeeper.catalog;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.Paged;
import dev.lockkeeper.audit.AuditLog;
import dev.lockkeeper.plan.Digest;
import dev.lockkeeper.plan.Plan;
import dev.lockkeeper.plan.PlanReader;
import dev.lockkeeper.security.Grant;
import dev.lockkeeper.security.Person;
import dev.lockkeeper.security.Role;
import dev.lockkeeper.security.Sight;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** The catalog. */
@Component
public class Migrations {

    private final MigrationStore store;
    private final MigrationLines lines;
    private final ObjectProvider<Objection> objections;
    private final AuditLog audit;
    private final TransactionTemplate transaction;

    Migrations(
            MigrationStore store,
            MigrationLines lines,
            ObjectProvider<Objection> objections,
            AuditLog audit,
            TransactionTemplate transaction) {
        this.store = store;
        this.lines = lines;
        this.objections = objections;
        this.audit = audit;
        this.transaction = transaction;
    }

    /** @param created false when the same text was there already, as any of its revisions */
    public record Submission(Revision revision, boolean created) {}

    /**
     * Stores a text as a revision; the same text again gives the same revision.
     *
     * @throws dev.lockkeeper.Failure {@code invalid-plan}, {@code unsupported}, {@code too-large}, {@code forbidden} (needs author
     *     for the owner's team, and for the team that owns the id already)
     */
    public Submission submit(String yaml, Person by) {
        return submit(yaml, PlanReader.read(yaml), by);
    }

    /**
     * The same for the bytes of a file, which must be UTF-8.
     *
     * @throws dev.lockkeeper.Failure as {@link #submit(String, Person)}
     */
    public Submission submit(byte[] file, Person by) {
        Plan plan = PlanReader.read(file);
        return submit(new String(file, StandardCharsets.UTF_8), plan, by);
    }

    /**
     * Reads a text as {@link #submit} would, and stores nothing.
     *
     * @throws dev.lockkeeper.Failure {@code invalid-plan}, {@code unsupported}, {@code too-large}
     */
    public Plan read(String yaml) {
        Plan plan = PlanReader.read(yaml);
        refuse(plan);
        return plan;
    }

    private Submission submit(String text, Plan plan, Person by) {
        by.require(Role.AUTHOR, null, plan.owner());
        refuse(plan);
        return Objects.requireNonNull(transaction.execute(status -> store(text, plan, by)));
    }

    private void refuse(Plan plan) {
        List<Failure.Problem> problems = objections
                .orderedStream()
                .flatMap(objection -> objection.to(plan).stream())
                .toList();
        if (!problems.isEmpty()) {
            throw new Failure(
                    Code.UNSUPPORTED,
                    "The engine " + plan.engine().wire() + " cannot do " + problems.size()
                            + " of the steps. Nothing was stored.",
                    "Change the steps that are listed and submit the file again.",
                    problems);
        }
    }

    private Submission store(String text, Plan plan, Person by) {
        Migration migration = store.open(plan, by);
        // Otherwise a team could take over another's migration by writing its own name into the file.
        by.require(Role.AUTHOR, null, migration.owner());
        String digest = Digest.of(text);
        Optional<Revision> same = store.revision(migration.id(), digest);
        if (same.isPresent()) {
            return new Submission(same.get(), false);
        }
        Revision added = store.add(migration, plan, text, digest, by);
        audit.record(
                by.actor(),
                "revision.submit",
                "migration:" + migration.id(),
                migration.latest() == 0 ? null : Map.of("revision", migration.latest()),
                Map.of("revision", added.number(), "digest", digest, "title", plan.title()),
                null);
        return new Submission(added, true);
    }

    /** @param query part of id, title or owner; null for all. Newest first; only what the person may see. */
    public Paged<Migration> list(@Nullable String query, int limit, @Nullable String after, Person by) {
        int wanted = Math.clamp(limit, 1, Paged.MAX_LIMIT);
        String part = query == null || query.isBlank() ? null : query.strip();
        refuseNul(part);
        // One more than asked for tells whether there is a next page.
        List<Migration> found = store.list(part, teams(by), Place.read(after), wanted + 1);
        if (found.size() <= wanted) {
            return new Paged<>(found, null);
        }
        List<Migration> page = found.subList(0, wanted);
        return new Paged<>(page, Place.of(page.getLast()).wire());
    }

    private static void refuseNul(@Nullable String text) {
        if (text != null && text.indexOf('\0') >= 0) {
            throw Failure.invalid("No id, title or owner has a NUL in it.", "Leave the character out.");
        }
    }

    /** One page of the catalog, as it is narrowed and sorted; only what the person may see. */
    public Paged<MigrationLine> search(MigrationSearch search, int limit, @Nullable String after, Person by) {
        refuseNul(search.text());
        refuseNul(search.team());
        refuseNul(search.engine());
        refuseNul(search.environment());
        return lines.page(search, Math.clamp(limit, 1, Paged.MAX_LIMIT), after, teams(by), Sight.of(by));
    }

    /** The teams that own something in the catalog and whose things the person may see, by name. */
    public List<String> owners(Person by) {
        return lines.teams().stream().filter(by::seesTeam).toList();
    }

    /** The teams to whose things {@link Person#seesTeam} holds; null for all. */
    private static @Nullable List<String> teams(Person by) {
        List<String> teams = by.grants().stream()
                .map(Grant::team)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        return by.seesTeam(null) ? null : teams;
    }

    /** @throws dev.lockkeeper.Failure {@code not-found}, also for what the person may not see */
    public Migration get(String id, Person by) {
        return find(id, by).orElseThrow(() -> Failure.notFound("migration", id));
    }

    boolean sees(String id, Person by) {
        return find(id, by).isPresent();
    }

    /** Empty also for what the person may not see. */
    public Optional<Migration> find(String id, Person by) {
        return store.find(id).filter(migration -> by.seesTeam(migration.owner()));
    }

    /** @param number null for the latest */
    public Revision revision(String id, @Nullable Integer number, Person by) {
        Migration migration = get(id, by);
        int wanted = number == null ? migration.latest() : number;
        return store.revision(id, wanted).orElseThrow(() -> Failure.notFound("revision " + wanted + " of", id));
    }

    /** Newest first. */
    public List<Revision> revisions(String id, Person by) {
        return store.revisions(get(id, by).id());
    }

    /** Those of the runs that are named, by {@code migration/number}: with one question. For lists of runs that the person may see. */
    public Map<String, Revision> revisions(Collection<String> numbered) {
        return numbered.isEmpty()
                ? Map.of()
                : store.revisions(numbered).stream()
                        .collect(Collectors.toMap(
                                revision -> revision.migration() + "/" + revision.number(), Function.identity()));
    }

    /** For the engine, which asks for nobody. */
    public Optional<Revision> revision(String id, int number) {
        return store.revision(id, number);
    }
}
