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

/** Saying no, and taking it back. {@link ApprovalRule} says what it keeps from happening. */
@Component
public class Rejections {

    private final RejectionStore store;
    private final Migrations migrations;
    private final Policies policies;
    private final AuditLog audit;
    private final TransactionTemplate transaction;

    Rejections(
            RejectionStore store,
            Migrations migrations,
            Policies policies,
            AuditLog audit,
            TransactionTemplate transaction) {
        this.store = store;
        this.migrations = migrations;
        this.policies = policies;
        this.audit = audit;
        this.transaction = transaction;
    }

    /**
     * @param digest of the text as the rejecter saw it
     * @param target its name; the person must see it
     * @param environment of the target, which the role must cover
     * @param team of the target, which the role must cover
     * @param phase null for every phase
     * @param comment why; not empty
     */
    public record Request(
            String migration,
            int revision,
            String digest,
            String target,
            String environment,
            @Nullable String team,
            @Nullable String phase,
            @Nullable String comment) {}

    /**
     * Rejects. Whoever may approve there may reject, the author too: it only keeps things from happening.
     *
     * @throws Failure {@code invalid} with every finding, {@code digest-changed}, {@code forbidden}, {@code not-found}
     */
    public Rejection reject(Request request, Person by) {
        Revision revision = migrations.revision(request.migration(), request.revision(), by);
        policies.of(request.environment())
                .approvals()
                .of(request.phase())
                .require(request.environment(), request.team(), by);
        Wording wording = new Wording();
        wording.text("comment", request.comment());
        wording.phase(request.phase(), revision);
        wording.throwIfAny("Nothing was rejected.");
        Approvals.requireDigest(revision, request.digest(), "Nothing was rejected.");
        return Objects.requireNonNull(transaction.execute(status -> {
            Rejection given = store.add(request, by);
            audit.record(by.actor(), "rejection.give", subject(given), null, facts(given), given.comment());
            return given;
        }));
    }

    /**
     * Takes a rejection back; one that was taken back before stays so.
     *
     * @throws Failure {@code forbidden} for others than its giver or an admin, {@code not-found}
     */
    public Rejection withdraw(UUID id, Person by) {
        return Objects.requireNonNull(transaction.execute(status -> {
            Rejection rejection = store.find(id)
                    .filter(found -> migrations.sees(found.migration(), by))
                    .orElseThrow(() -> Failure.notFound("rejection", id.toString()));
            if (rejection.rejecterId() != by.userId() && !by.may(Role.ADMIN, null, null)) {
                throw new Failure(
                        Code.FORBIDDEN,
                        "The rejection is " + rejection.rejecter() + "'s. It stands as it was.",
                        "Ask " + rejection.rejecter() + " or an admin to withdraw it.");
            }
            if (rejection.withdrawnAt() != null) {
                return rejection;
            }
            Rejection withdrawn = store.withdraw(id, by.username());
            audit.record(by.actor(), "rejection.withdraw", subject(rejection), facts(rejection), null, null);
            return withdrawn;
        }));
    }

    /** Withdrawn ones too, oldest first. The caller has asked whether the revision may be seen. */
    public List<Rejection> of(String migration, int revision) {
        return store.of(migration, revision);
    }

    private static String subject(Rejection rejection) {
        return "migration:" + rejection.migration();
    }

    private static Map<String, Object> facts(Rejection rejection) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("rejection", rejection.id().toString());
        facts.put("revision", rejection.revision());
        facts.put("target", rejection.target());
        if (rejection.phase() != null) {
            facts.put("phase", rejection.phase());
        }
        return facts;
    }
}
