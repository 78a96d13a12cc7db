package dev.lockkeeper.catalog;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.audit.AuditLog;
import dev.lockkeeper.security.Person;
import dev.lockkeeper.security.Role;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Approvals and who may give them. {@link ApprovalRule} says what they are worth. */
@Component
public class Approvals {

    private static final int LONGEST_COMMENT = 4000;

    private final ApprovalStore store;
    private final Migrations migrations;
    private final AuditLog audit;
    private final TransactionTemplate transaction;

    Approvals(ApprovalStore store, Migrations migrations, AuditLog audit, TransactionTemplate transaction) {
        this.store = store;
        this.migrations = migrations;
        this.audit = audit;
        this.transaction = transaction;
    }

    /**
     * @param digest of the text as the approver saw it
     * @param target its name
     * @param fingerprint of the target
     * @param environment of the target, which the role must cover
     * @param team of the target, which the role must cover
     * @param sqlDigests phase to digest of the resolved SQL that is approved
     * @param policy of the environment, under which it is given
     */
    public record Request(
            String migration,
            int revision,
            String digest,
            String target,
            String fingerprint,
            @Nullable String environment,
            @Nullable String team,
            @Nullable String phase,
            Map<String, String> sqlDigests,
            Policy policy,
            String comment) {}

    /**
     * Gives an approval. Given twice by the same person for the same, the first one stands and is returned.
     *
     * @throws dev.lockkeeper.Failure {@code four-eyes} for the author's own (by user id, whatever token), {@code digest-changed} when the
     *     digest is not that of the revision, {@code forbidden}, {@code not-found}
     */
    public Approval give(Request request, Person by) {
        Revision revision = migrations.revision(request.migration(), request.revision(), by);
        Policy.Approvers asked = request.policy().approvals().of(request.phase());
        requireMay(revision, request.digest(), asked, request.environment(), request.team(), by);
        if (request.comment().length() > LONGEST_COMMENT || request.comment().indexOf('\0') >= 0) {
            throw Failure.invalid(
                    "A comment has at most " + LONGEST_COMMENT + " characters and no NUL. Nothing was approved.",
                    "Shorten it.");
        }
        return Objects.requireNonNull(transaction.execute(status -> store(request, by)));
    }

    /**
     * Whether the person may approve that text for a target of the environment and team; asked before the target is.
     *
     * @param asked the roles that count there
     * @throws dev.lockkeeper.Failure {@code four-eyes}, {@code forbidden}, {@code digest-changed}
     */
    public void requireMay(
            Revision revision,
            String digest,
            Policy.Approvers asked,
            @Nullable String environment,
            @Nullable String team,
            Person by) {
        // By name as well: a user who was deleted and made again has another id.
        if (by.userId() == revision.authorId() || by.username().equals(revision.author())) {
            throw new Failure(
                    Code.FOUR_EYES,
                    "Revision " + revision.number() + " of " + revision.migration() + " is your own; somebody else"
                            + " has to approve it. Nothing was approved.",
                    "Ask an approver who has not written it.");
        }
        asked.require(environment, team, by);
        requireDigest(revision, digest, "Nothing was approved.");
    }

    /** @throws Failure {@code digest-changed} */
    static void requireDigest(Revision revision, String digest, String outcome) {
        if (!revision.digest().equals(digest)) {
            throw new Failure(
                    Code.DIGEST_CHANGED,
                    "The digest that you name is not that of revision " + revision.number() + " of "
                            + revision.migration() + ". " + outcome,
                    "Read the revision again and name the digest that it has: " + revision.digest() + ".");
        }
    }

    private Approval store(Request request, Person by) {
        store.lock(request.migration(), request.revision());
        return store.standing(request, by).orElseGet(() -> {
            Approval given = store.add(request, by);
            audit.record(by.actor(), "approval.give", subject(given), null, facts(given), reason(given));
            return given;
        });
    }

    /**
     * Takes an approval back; one that was taken back before stays so. What has been launched goes on until its next gate.
     *
     * @throws dev.lockkeeper.Failure {@code forbidden} for others than its giver or an admin, {@code not-found}
     */
    public Approval withdraw(UUID id, Person by) {
        return Objects.requireNonNull(transaction.execute(status -> {
            Approval approval = store.find(id).orElseThrow(() -> Failure.notFound("approval", id.toString()));
            requireSees(approval, by);
            if (approval.approverId() != by.userId() && !by.may(Role.ADMIN, null, null)) {
                throw new Failure(
                        Code.FORBIDDEN,
                        "The approval is " + approval.approver() + "'s. It stands as it was.",
                        "Ask " + approval.approver() + " or an admin to withdraw it.");
            }
            return approval.withdrawnAt() == null ? withdraw(approval, by) : approval;
        }));
    }

    private void requireSees(Approval approval, Person by) {
        if (!migrations.sees(approval.migration(), by)) {
            // Not the migration's name: the person may not know that it exists.
            throw Failure.notFound("approval", approval.id().toString());
        }
    }

    private Approval withdraw(Approval approval, Person by) {
        Approval withdrawn = store.withdraw(approval.id(), by.username());
        audit.record(by.actor(), "approval.withdraw", subject(approval), facts(approval), null, null);
        return withdrawn;
    }

    /** All of the revision, withdrawn ones too, oldest first. */
    public List<Approval> of(String migration, int revision) {
        return store.of(migration, revision);
    }

    private static String subject(Approval approval) {
        return "migration:" + approval.migration();
    }

    private static @Nullable String reason(Approval approval) {
        return approval.comment().isEmpty() ? null : approval.comment();
    }

    private static Map<String, Object> facts(Approval approval) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("approval", approval.id().toString());
        facts.put("revision", approval.revision());
        facts.put("target", approval.target());
        if (approval.phase() != null) {
            facts.put("phase", approval.phase());
        }
        facts.put("digest", approval.digest());
        facts.put("sqlDigests", approval.sqlDigests());
        if (approval.policyWords() != null) {
            facts.put("policy", approval.policyWords());
        }
        return facts;
    }
}
