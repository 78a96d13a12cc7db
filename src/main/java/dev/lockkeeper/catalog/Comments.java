package dev.lockkeeper.catalog;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.Paged;
import dev.lockkeeper.audit.AuditLog;
import dev.lockkeeper.plan.Digest;
import dev.lockkeeper.security.Person;
import dev.lockkeeper.security.Role;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** What people say of a revision, in threads of a comment and its replies. */
@Component
public class Comments {

    /** A page shows them all. */
    private static final int MOST = 1000;

    private final CommentStore store;
    private final Migrations migrations;
    private final AuditLog audit;
    private final TransactionTemplate transaction;

    Comments(CommentStore store, Migrations migrations, AuditLog audit, TransactionTemplate transaction) {
        this.store = store;
        this.migrations = migrations;
        this.audit = audit;
        this.transaction = transaction;
    }

    /**
     * @param replyTo any comment of the thread; then it is about what the thread is about
     * @param step 0-based place in the phase
     */
    public record Request(
            String migration,
            int revision,
            @Nullable String text,
            @Nullable Long replyTo,
            @Nullable String phase,
            @Nullable Integer step) {}

    /**
     * Adds a comment.
     *
     * @throws Failure {@code invalid} with every finding, {@code forbidden} for those who may only look, {@code not-found}
     */
    public Comment add(Request request, Person by) {
        Revision revision = migrations.revision(request.migration(), request.revision(), by);
        requireMay(migrations.get(request.migration(), by), by);
        return Objects.requireNonNull(transaction.execute(status -> {
            Optional<Comment> begin = beginning(request);
            validate(request, revision, begin);
            Comment added = store.add(request, begin.orElse(null), by);
            audit.record(by.actor(), "comment.add", subject(added), null, facts(added), null);
            return added;
        }));
    }

    /** Whether a person who sees the migration may say something: with any role that does more than look. */
    public static boolean mayComment(Migration migration, Person by) {
        return by.grants().stream()
                .anyMatch(grant -> grant.role() != Role.VIEWER
                        && (grant.team() == null || grant.team().equals(migration.owner())));
    }

    private static void requireMay(Migration migration, Person by) {
        if (!mayComment(migration, by)) {
            throw new Failure(
                    Code.FORBIDDEN,
                    "A viewer looks and does not comment. Nothing was stored.",
                    "Ask an admin for a role besides viewer.");
        }
    }

    private Optional<Comment> beginning(Request request) {
        if (request.replyTo() == null) {
            return Optional.empty();
        }
        return store.find(request.replyTo())
                .filter(found -> found.migration().equals(request.migration())
                        && found.revision() == request.revision())
                .flatMap(found -> found.replyTo() == null ? Optional.of(found) : store.find(found.replyTo()));
    }

    private void validate(Request request, Revision revision, Optional<Comment> begin) {
        Wording wording = new Wording();
        wording.text("text", request.text());
        wording.phase(request.phase(), revision);
        step(wording, request, revision);
        if (request.replyTo() != null && begin.isEmpty()) {
            wording.problem("replyTo", "there is no comment " + request.replyTo() + " on this revision");
        }
        if (begin.isPresent() && (request.phase() != null || request.step() != null)) {
            wording.problem("phase", "a reply is about what its thread is about; leave 'phase' and 'step' out");
        }
        if (store.count(request.migration(), request.revision()) >= MOST) {
            wording.problem("text", "the revision has " + MOST + " comments, which is as many as it may have");
        }
        wording.throwIfAny("Nothing was stored.");
    }

    private static void step(Wording wording, Request request, Revision revision) {
        if (request.step() == null) {
            return;
        }
        if (request.phase() == null) {
            wording.problem("step", "a step needs its 'phase'");
            return;
        }
        revision.plan().phase(request.phase()).ifPresent(phase -> {
            if (request.step() < 0 || request.step() >= phase.steps().size()) {
                wording.problem(
                        "step",
                        "there is no step " + request.step() + " in " + phase.name() + "; the last is "
                                + (phase.steps().size() - 1));
            }
        });
    }

    /**
     * Marks one's own as withdrawn; one that was withdrawn before stays so.
     *
     * @throws Failure {@code forbidden} for others than its author or an admin, {@code not-found}
     */
    public Comment withdraw(String migration, int revision, long id, Person by) {
        migrations.revision(migration, revision, by);
        return Objects.requireNonNull(transaction.execute(status -> {
            Comment comment = store.find(id)
                    .filter(found -> found.migration().equals(migration) && found.revision() == revision)
                    .orElseThrow(() -> Failure.notFound("comment", String.valueOf(id)));
            if (comment.authorId() != by.userId() && !by.may(Role.ADMIN, null, null)) {
                throw new Failure(
                        Code.FORBIDDEN,
                        "The comment is " + comment.author() + "'s. It stands as it was.",
                        "Ask " + comment.author() + " or an admin to withdraw it.");
            }
            if (comment.withdrawnAt() != null) {
                return comment;
            }
            Comment withdrawn = store.withdraw(id, by.username());
            audit.record(by.actor(), "comment.withdraw", subject(comment), facts(comment), null, null);
            return withdrawn;
        }));
    }

    /** Oldest first, withdrawn ones too. @param after the last of the page before, null for the first */
    public Paged<Comment> list(String migration, int revision, @Nullable String after, int limit, Person by) {
        migrations.revision(migration, revision, by);
        List<Comment> found = store.of(migration, revision, cursor(after), limit + 1);
        boolean more = found.size() > limit;
        List<Comment> page = more ? found.subList(0, limit) : found;
        return new Paged<>(page, more ? String.valueOf(page.getLast().id()) : null);
    }

    /** All of them, oldest first, withdrawn ones too. */
    public List<Comment> all(String migration, int revision, Person by) {
        return list(migration, revision, null, MOST, by).items();
    }

    private static long cursor(@Nullable String after) {
        try {
            return after == null || after.isEmpty() ? 0 : Long.parseLong(after);
        } catch (NumberFormatException e) {
            throw Failure.invalid(
                    "'" + after + "' is not a cursor of this list.", "Leave 'after' out to begin at the first page.");
        }
    }

    private static String subject(Comment comment) {
        return "migration:" + comment.migration();
    }

    /** Without its words: the record is for ever, and what was said by mistake can be withdrawn. */
    private static Map<String, Object> facts(Comment comment) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("comment", comment.id());
        facts.put("revision", comment.revision());
        if (comment.replyTo() != null) {
            facts.put("replyTo", comment.replyTo());
        }
        if (comment.phase() != null) {
            facts.put("phase", comment.phase());
        }
        facts.put("textDigest", Digest.of(comment.text()));
        return facts;
    }
}
